import '../styles/save.css';
import { useEffect, useState } from 'react';
import { seriesToNpz } from '../../recording/npz-write';
import { shownAddress } from '../address';
import { hasRecorded } from '../commands';
import { CommandButton } from '../components/CommandButton';
import { Dialog } from '../components/Dialog';
import { Prose } from '../components/Prose';
import { useApp, useAppState } from '../context';
import { ActivationsGroup } from './ActivationsGroup';
import { download } from './download';
import { EmbedSnippet } from './EmbedSnippet';
import { fileStem } from './file-stem';
import { pictureOf, pngOf, svgText } from './picture';
import { reportOf } from './report';
import { VideoGroup } from './VideoGroup';
import { bibtex, captionOf } from './words';

/** A file that was made. */
interface Made {
  name: string;
  content: BlobPart;
  type: string;
}

/** Makes a file and hands it to the reader; what goes wrong is said in the dialog. */
export type Save = (make: () => Promise<Made>) => Promise<void>;

export interface Panel {
  name: string;
  title: string;
  element: HTMLElement;
}

/** A panel's title, with the symbol as sentences have it. */
const titleOf = (panel: HTMLElement) =>
  panel
    .querySelector('h2, h3')
    ?.textContent?.trim()
    .replace(/\bDLR\b/, 'D_LR');

/** The panels of the page that something is drawn in. */
function drawnPanels(): Panel[] {
  return [...document.querySelectorAll<HTMLElement>('main [data-figure]')]
    .filter(element => element.querySelector('svg:not(.icon), canvas'))
    .map(element => ({
      name: element.dataset.figure!,
      title: titleOf(element) ?? element.dataset.figure!,
      element,
    }));
}

/** What can be saved of the page: pictures, series, the whole run, a report, and how to cite it. */
export default function SaveDialog() {
  const { session } = useApp();
  const recording = useAppState(state => state.recording);
  const probe = useAppState(state => state.view.probe);
  const [panels, setPanels] = useState<readonly Panel[]>([]);
  const [saved, setSaved] = useState('');
  const [fault, setFault] = useState('');
  useEffect(() => setPanels(drawnPanels()), []);
  const stem = fileStem(recording.experiment);
  const isMeasured = useAppState(hasRecorded);

  const saveMade: Save = async make => {
    setFault('');
    try {
      const { name, content, type } = await make();
      download(name, content, type);
      setSaved(`Saved ${name}`);
    } catch (error) {
      const { name, message } = error as Error;
      if (name === 'AbortError') setSaved('Cancelled: no file was made.');
      else setFault(message);
    }
  };
  const save = (name: string, make: () => BlobPart | Promise<BlobPart>, type: string) =>
    saveMade(async () => ({ name, content: await make(), type }));
  const picture = ({ element }: Panel) => pictureOf(element, captionOf(recording));
  const report = () =>
    reportOf(recording, { probe, pictures: panels.map(picture), link: shownAddress(session) });

  return (
    <Dialog
      name="save"
      title="Save"
      className="sheet"
      news={
        <div className="sheet-news">
          <p role="status">{saved || 'Files are made on this machine.'}</p>
        </div>
      }
    >
      {fault && (
        <p className="fault" role="alert">
          {fault}
        </p>
      )}
      <h3 className="save-group">Pictures</h3>
      {panels.length === 0 && <p className="dialog-lead">Nothing is drawn yet: press Play first.</p>}
      <ul className="save-list">
        {panels.map(panel => (
          <li key={panel.name} data-save={panel.name}>
            <span className="save-name">
              <Prose text={panel.title} />
            </span>
            <button
              type="button"
              className="pill"
              aria-label={`${panel.title}: SVG`}
              onClick={() =>
                save(`${stem}-${panel.name}.svg`, () => svgText(picture(panel)), 'image/svg+xml')
              }
            >
              SVG
            </button>
            <button
              type="button"
              className="pill"
              aria-label={`${panel.title}: PNG`}
              onClick={() => save(`${stem}-${panel.name}.png`, () => pngOf(picture(panel)), 'image/png')}
            >
              PNG
            </button>
          </li>
        ))}
      </ul>
      <p className="setting-help">
        As they stand on the page, in its colours and at their size, with a caption that tells the settings.
        What lies further down is here once it has been drawn: scroll to it first.
      </p>
      <VideoGroup panels={panels} save={saveMade} />
      <h3 className="save-group">Numbers</h3>
      <div className="dialog-actions">
        <CommandButton command="export-json" className="pill">
          Recording (JSON)
        </CommandButton>
        <CommandButton command="export-csv" className="pill">
          Measures (CSV)
        </CommandButton>
        <CommandButton command="export-losses" className="pill">
          Losses (CSV)
        </CommandButton>
        <button
          type="button"
          className="pill"
          disabled={!isMeasured}
          onClick={() => save(`${stem}.npz`, () => seriesToNpz(recording) as BlobPart, 'application/zip')}
        >
          All series (NumPy, npz)
        </button>
      </div>
      <ActivationsGroup save={saveMade} />
      <h3 className="save-group">To hand out</h3>
      <div className="dialog-actions">
        <button
          type="button"
          className="pill"
          disabled={!isMeasured}
          onClick={() => save(`${stem}.html`, report, 'text/html')}
        >
          Report (one HTML file)
        </button>
        <button
          type="button"
          className="pill"
          onClick={() =>
            save('richscope.bib', () => bibtex(new URL('.', location.href).href), 'application/x-bibtex')
          }
        >
          How to cite (BibTeX)
        </button>
      </div>
      <EmbedSnippet onSaid={setSaved} />
    </Dialog>
  );
}
