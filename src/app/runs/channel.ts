/** Milliseconds between two messages at least: a run that is under way is written more often than tables are read. */
const EVERY = 2_000;

let channel: BroadcastChannel | null = null;
const listeners = new Set<() => void>();
let last = Number.NEGATIVE_INFINITY;
let pending: ReturnType<typeof setTimeout> | null = null;

const tell = () => {
  for (const listener of listeners) listener();
};

function connected(): BroadcastChannel {
  if (channel) return channel;
  channel = new BroadcastChannel('richscope-runs');
  channel.onmessage = tell;
  return channel;
}

/** Tells all tabs, this one as well, that what is kept has changed. */
export function announceRuns(): void {
  if (pending) return;
  const wait = Math.max(0, last + EVERY - performance.now());
  pending = setTimeout(() => {
    pending = null;
    last = performance.now();
    connected().postMessage(null);
    tell();
  }, wait);
}

/** Calls `listener` after a change in any tab. Returns what ends it. */
export function onRunsChanged(listener: () => void): () => void {
  connected();
  listeners.add(listener);
  return () => listeners.delete(listener);
}
