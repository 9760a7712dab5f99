import { vi } from 'vitest';
import { Session } from '../../../src/app/session';
import { createAppStore } from '../../../src/app/store';
import { PRESETS } from '../../../src/experiment/presets';
import { viewSchema } from '../../../src/experiment/schema';
import { Recording } from '../../../src/recording/recording';
import { FakeClient } from './fake-client';

interface FakePageOptions {
  /** What is on the page; the first preset where absent. */
  experiment?: Recording['experiment'];
  /** What is shown; an empty recording where absent. */
  recording?: Recording;
  nextFrame?(callback: () => void): void;
  /** Told of each client that stands in for the workers. */
  onClient?(client: FakeClient): void;
}

/** The store and the session of a page without a page and without workers. */
export function fakePage({
  experiment = PRESETS[0]!.experiment,
  recording = new Recording(experiment, ''),
  nextFrame = () => {},
  onClient,
}: FakePageOptions = {}) {
  const store = createAppStore(experiment, viewSchema.parse({}), recording);
  const createClient = (onEvent: ConstructorParameters<typeof FakeClient>[0]) => {
    const client = new FakeClient(onEvent);
    onClient?.(client);
    return client;
  };
  return { store, session: new Session({ store, createClient, nextFrame }) };
}

/** An empty `localStorage`, which Node has none of. */
export function stubStorage(): void {
  const map = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
  });
}
