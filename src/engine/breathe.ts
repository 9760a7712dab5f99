/** Milliseconds of work after which waiting messages get their turn. */
const LONGEST_PIECE = 12;

/**
 * Gives the event loop its turn where the last one is long enough ago, so that a busy worker answers its
 * commands. A message to oneself is a task of its own, and unlike a timer it is not slowed in hidden tabs.
 */
export function createBreather(longest = LONGEST_PIECE): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  let resume: (() => void)[] = [];
  port1.onmessage = () => {
    const waiting = resume;
    resume = [];
    for (const resolve of waiting) resolve();
  };
  // In Node an open port would keep the process alive.
  (port1 as { unref?(): void }).unref?.();
  (port2 as { unref?(): void }).unref?.();
  let last = performance.now();
  return async () => {
    if (performance.now() - last < longest) return;
    await new Promise<void>(resolve => {
      resume.push(resolve);
      port2.postMessage(null);
    });
    last = performance.now();
  };
}
