import { useEffect, useState } from 'react';
import { PICKER_PURPOSES } from '../commands';
import { useApp } from '../context';
import { takeDrop, takeFiles } from '../files';

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/** Takes files that are dropped anywhere on the page, and holds the pickers that commands open. */
export default function DropZone() {
  const { session } = useApp();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const hover = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setOver(false);
      void takeDrop(session, event.dataTransfer!);
    };
    document.addEventListener('dragover', hover);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', hover);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
    };
  }, [session]);
  return (
    <>
      {PICKER_PURPOSES.map(purpose => (
        <input
          key={purpose}
          type="file"
          className="unseen"
          tabIndex={-1}
          aria-hidden="true"
          data-purpose={purpose}
          multiple={purpose === 'data'}
          ref={input => {
            if (input) input.webkitdirectory = purpose === 'folder';
          }}
          accept={purpose === 'recording' ? '.json,application/json' : undefined}
          onChange={event => void takeFiles(session, [...event.target.files!], purpose)}
        />
      ))}
      {over && (
        <div className="drop-hint">
          <p>Drop a folder of pictures for each class, CIFAR or IDX files, or a saved recording.</p>
        </div>
      )}
    </>
  );
}
