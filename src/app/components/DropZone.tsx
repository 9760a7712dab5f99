import { useEffect, useState } from 'react';
import { PICKER_PURPOSES } from '../commands';
import { useApp } from '../context';

/** What becomes of files is fetched when there are some. */
const taken = () => import('../taken');

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/** Takes files that are dropped anywhere on the page, and holds the pickers that commands open. */
export function DropZone() {
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
      const { items, files } = event.dataTransfer!;
      const drop = { entries: [...items].map(item => item.webkitGetAsEntry()), files: [...files] };
      void taken().then(({ takeDrop }) => takeDrop(session, drop));
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
          onChange={event => {
            const files = [...event.target.files!];
            void taken().then(({ takeFiles }) => takeFiles(session, files, purpose));
          }}
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
