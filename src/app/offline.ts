import { type AppStore, addNotice } from './store';

/** Milliseconds between two looks for a new version while the page stays open. */
const LOOK_EVERY = 60 * 60 * 1000;

let waiting: ServiceWorker | null = null;

/**
 * Keeps the page for use without a network from now on, and says when a new version of it is there. Without service
 * workers, as on a page that is not served over https, nothing is kept.
 */
export async function keepOffline(store: AppStore): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker
    .register(new URL('service-worker.js', document.baseURI))
    .catch(() => null);
  // Refused by the browser or by the host, some without a word: the page works as before, with a network.
  if (!registration) return;
  const tell = (worker: ServiceWorker | null) => {
    // The first one of all has nothing to take the place of.
    if (!worker || !navigator.serviceWorker.controller) return;
    waiting = worker;
    addNotice(
      store,
      'version',
      'A new version is there. It is used from the next time that the page is loaded.',
    );
  };
  tell(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed') tell(installing);
    });
  });
  setInterval(() => void registration.update().catch(() => {}), LOOK_EVERY);
}

/** Loads the page anew in its new version. */
export function applyUpdate(): void {
  const reload = () => location.reload();
  if (!waiting) {
    reload();
    return;
  }
  navigator.serviceWorker.addEventListener('controllerchange', reload, { once: true });
  waiting.postMessage('take over');
}
