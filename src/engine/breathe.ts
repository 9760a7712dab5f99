/** Milliseconds of work after which waiting messages get their turn. */
const LONGEST_PIECE = 8;

/** In Node, an open port keeps the process alive, so that it may only be held while somebody waits. */
type NodePort = MessagePort & { ref?(): void; unref?(): void };

/**
 * Gives the event loop its turn where the last one is long enough ago, so that a busy worker answers its
 * commands. A message to oneself is a task of its own, and unlike a timer it is not slowed in hidden tabs.
 * @param longest milliseconds of work between two turns; 0: a turn at every call
 */
export function createBreather(longest = LONGEST_PIECE): () => Promise<void> {
  const { port1, port2 }: { port1: NodePort; port2: NodePort } = new MessageChannel();
  let waiting: (() => void)[] = [];
  port1.onmessage = () => {
    const resumed = waiting;
    waiting = [];
    port1.unref?.();
    for (const resume of resumed) resume();
  };
  port1.unref?.();
  let last = performance.now();
  return async () => {
    if (performance.now() - last < longest) return;
    await new Promise<void>(resume => {
      waiting.push(resume);
      port1.ref?.();
      port2.postMessage(null);
    });
    last = performance.now();
  };
}
