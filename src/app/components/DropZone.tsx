import { useEffect, useState } from 'react';
import { useApp } from '../context';
import { takeFiles } from '../services';

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/** Takes files that are dropped anywhere on the page, and holds the two pickers that commands open. */
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
      void takeFiles(session, [...event.dataTransfer!.files]);
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
      {(['data', 'recording'] as const).map(purpose => (
        <input
          key={purpose}
          type="file"
          className="unseen"
          tabIndex={-1}
          aria-hidden="true"
          data-purpose={purpose}
          multiple={purpose === 'data'}
          accept={purpose === 'recording' ? '.json,application/json' : undefined}
          onChange={event => void takeFiles(session, [...event.target.files!], purpose)}
        />
      ))}
      {over && (
        <div className="drop-hint">
          <p>Drop two or four IDX files (pictures and labels), or a saved recording.</p>
        </div>
      )}
    </>
  );
}
