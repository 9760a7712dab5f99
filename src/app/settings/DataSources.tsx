import { useEffect } from 'react';
import { CommandButton } from '../components/CommandButton';
import { useApp, useAppState } from '../context';
import { formatBytes } from '../format';

function words(downloads: { bytes: number | null } | null): string {
  if (!downloads) return 'Downloaded pictures on this machine: not known yet.';
  if (downloads.bytes === null) return 'This browser does not let the page keep downloaded pictures.';
  return downloads.bytes
    ? `Downloaded pictures kept on this machine: ${formatBytes(downloads.bytes)}.`
    : 'No downloaded pictures are kept on this machine.';
}

/** How much of downloaded pictures is kept, and a button that forgets it. */
function Downloads() {
  const { session } = useApp();
  const downloads = useAppState(state => state.downloads);
  const data = useAppState(state => state.data);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new data may have been downloaded and kept.
  useEffect(() => session.askForDownloads(), [session, data]);
  const isEmpty = !downloads?.bytes;
  return (
    <div className="setting" data-testid="downloads">
      <p role="status">{words(downloads)}</p>
      <button
        type="button"
        className="pill"
        aria-disabled={isEmpty || undefined}
        onClick={() => {
          if (!isEmpty) session.emptyDownloads();
        }}
      >
        Forget them
      </button>
    </div>
  );
}

/** What the form has for data beside its settings: the reader's own files, and what is kept of downloads. */
export function DataSources() {
  return (
    <>
      <div className="dialog-actions">
        <CommandButton command="open-files" className="pill">
          Open data files…
        </CommandButton>
        <CommandButton command="open-folder" className="pill">
          Open a folder of pictures…
        </CommandButton>
      </div>
      <Downloads />
    </>
  );
}
