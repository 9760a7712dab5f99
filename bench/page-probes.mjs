// @ts-check
/** Functions that run inside the measured page. Each is sent as text, so it may use nothing from outside itself. */

/** Before the page's own script: marks the moment when Play is enabled and has been painted. */
export function installProbes() {
  const observer = new MutationObserver(() => {
    if (!document.querySelector('button[data-command="play"]:not(:disabled)')) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => performance.mark('bench:usable')));
  });
  observer.observe(document, { childList: true, subtree: true, attributes: true });
}

/**
 * When the page could be used, and the scripts that had come by then.
 * @returns {{ usable: number, scripts: string[] }} In ms since the navigation began; addresses.
 */
export function readStart() {
  const usable = performance.getEntriesByName('bench:usable')[0]?.startTime ?? Number.NaN;
  const resources = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType('resource'));
  const scripts = resources.filter(({ name, responseEnd }) => /\.m?js$/.test(name) && responseEnd <= usable);
  return { usable, scripts: scripts.map(({ name }) => name) };
}

/**
 * Presses Play and waits for the first loss of a step and for the first D_LR of a probe after it.
 * @returns {Promise<{ firstLoss: number, firstRichness: number }>} In ms after the click.
 */
export function playAndTime() {
  return new Promise(resolve => {
    const before = window.richscope.state().arms.map(arm => arm.dlr.train);
    const start = performance.now();
    let firstLoss = 0;
    let firstRichness = 0;
    const look = () => {
      const { arms } = window.richscope.state();
      const now = performance.now() - start;
      if (!firstLoss && arms.some(arm => arm.loss !== null)) firstLoss = now;
      if (!firstRichness && arms.some((arm, i) => arm.dlr.train !== null && arm.dlr.train !== before[i]))
        firstRichness = now;
      if (firstLoss && firstRichness) resolve({ firstLoss, firstRichness });
      else requestAnimationFrame(look);
    };
    /** @type {HTMLButtonElement} */ (document.querySelector('button[data-command="play"]')).click();
    requestAnimationFrame(look);
  });
}

/**
 * Gaps between animation frames and long main-thread tasks.
 * @param {number} milliseconds How long to watch.
 * @returns {Promise<{ gaps: number[], longTasks: number[], steps: number }>} In ms; steps that were trained.
 */
export function watchFrames(milliseconds) {
  return new Promise(resolve => {
    /** @type {number[]} */
    const longTasks = [];
    /** @type {number[]} */
    const gaps = [];
    const observer = new PerformanceObserver(list => {
      for (const entry of list.getEntries()) longTasks.push(entry.duration);
    });
    observer.observe({ type: 'longtask' });
    const firstStep = window.richscope.state().step;
    const start = performance.now();
    /** @type {number | undefined} */
    let last;
    /** @param {number} now */
    const tick = now => {
      if (last !== undefined) gaps.push(now - last);
      last = now;
      if (now - start < milliseconds) requestAnimationFrame(tick);
      else {
        observer.disconnect();
        resolve({ gaps, longTasks, steps: window.richscope.state().step - firstStep });
      }
    };
    requestAnimationFrame(tick);
  });
}

/**
 * How long a small picture waits that the page gives to the GPU while something else trains on it: a texture of
 * 256 × 256 is cleared once a frame, on a device of its own.
 * @param {number} milliseconds How long to watch.
 * @returns {Promise<number[]>} In ms from handing it over to its end; empty where there is no WebGPU.
 */
export async function watchPictures(milliseconds) {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) return [];
  const device = await adapter.requestDevice();
  const texture = device.createTexture({ size: [256, 256], format: 'rgba8unorm', usage: 0x10 });
  const view = texture.createView();
  /** @type {number[]} */
  const waits = [];
  const end = performance.now() + milliseconds;
  while (performance.now() < end) {
    await new Promise(requestAnimationFrame);
    const start = performance.now();
    const encoder = device.createCommandEncoder();
    encoder.beginRenderPass({ colorAttachments: [{ view, loadOp: 'clear', storeOp: 'store' }] }).end();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    waits.push(performance.now() - start);
  }
  device.destroy();
  return waits;
}

/**
 * Walks back through the past along the bar of moments, one probe a time, and times each: from the key to the frame in
 * which all panels show the moment.
 * @param {number} moments How many, from the newest on.
 * @returns {Promise<number[]>} In ms.
 */
export async function scrub(moments) {
  const bar = document.querySelector('[role="slider"][aria-label="Moment shown"]');
  if (!bar) throw new Error('There is no bar of moments.');
  /** @type {number[]} */
  const times = [];
  for (let i = 0; i < moments; i++) {
    await new Promise(requestAnimationFrame);
    const start = performance.now();
    bar.dispatchEvent(
      new KeyboardEvent('keydown', { key: i % 20 === 19 ? 'End' : 'ArrowLeft', bubbles: true }),
    );
    // What is drawn in this frame is drawn before the next task.
    await new Promise(resolve => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      port2.postMessage(null);
    });
    times.push(performance.now() - start);
    await new Promise(resolve => setTimeout(resolve, 60));
  }
  return times;
}
