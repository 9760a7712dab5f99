import { shownAddress } from './address';
import type { PickerPurpose, Services } from './commands';
import { say } from './say';
import type { Session } from './session';
import { addNotice, dismissNotices } from './store';

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
    exportRecording: async format => (await import('./export/recording')).exportRecording(session, format),
  };
}
