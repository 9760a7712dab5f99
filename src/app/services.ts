import { recordingToJson } from '../recording/write';
import { shownAddress } from './address';
import type { PickerPurpose, Services } from './commands';
import type { Session } from './session';
import { addNotice, dismissNotices } from './store';

/** Milliseconds for which a short confirmation stays. */
const SAID = 2_500;

function say(session: Session, said: string): void {
  session.store.setState({ said });
  setTimeout(() => {
    if (session.store.getState().said === said) session.store.setState({ said: '' });
  }, SAID);
}

/** Hands a text to the reader as a file. */
function download(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

async function exportRecording(session: Session, format: 'json' | 'csv' | 'losses'): Promise<void> {
  const { recording } = session.store.getState();
  const name = `richscope-${recording.experiment.preset ?? 'experiment'}-seed-${recording.experiment.seed}`;
  if (format === 'json') {
    download(`${name}.json`, JSON.stringify(recordingToJson(recording)), 'application/json');
    say(session, 'Recording saved');
  } else {
    const { framesToCsv, lossesToCsv } = await import('../recording/csv');
    const text = format === 'csv' ? framesToCsv(recording) : lossesToCsv(recording);
    download(`${name}-${format === 'csv' ? 'measures' : 'losses'}.csv`, text, 'text/csv');
    say(session, format === 'csv' ? 'Measures saved' : 'Losses saved');
  }
}

async function showRecorded(session: Session, preset: string): Promise<void> {
  try {
    const { showShipped } = await import('./shipped');
    await showShipped(session, preset);
    dismissNotices(session.store, 'file');
  } catch (error) {
    addNotice(session.store, 'file', (error as Error).message);
  }
}

function pickFiles(purpose: PickerPurpose): void {
  const input = document.querySelector<HTMLInputElement>(`input[type="file"][data-purpose="${purpose}"]`);
  if (!input) throw new Error(`The page has no file picker for ${purpose}.`);
  // The same file again must count as a change.
  input.value = '';
  input.click();
}

async function copyLink(session: Session): Promise<void> {
  try {
    await navigator.clipboard.writeText(shownAddress(session));
    say(session, 'Link copied');
  } catch {
    addNotice(
      session.store,
      'link',
      'The browser does not let this page copy: take the link from the address bar.',
    );
  }
}

/** What commands do with the browser. */
export function createServices(session: Session, isDark: () => boolean): Services {
  return {
    isDark,
    drawSeed: () => crypto.getRandomValues(new Uint32Array(1))[0]! % 1_000_000,
    copyLink: () => copyLink(session),
    pickFiles,
    showRecorded: preset => showRecorded(session, preset),
    exportRecording: format => exportRecording(session, format),
  };
}
