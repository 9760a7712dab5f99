import { UsageError } from './errors';

/** The version that the command line was tried with. */
const PACKAGE = 'webgpu@0.6.2';

/** What we use of the npm package `webgpu`, which is Dawn for Node: optional, as it has 137 MB. */
interface DawnPackage {
  create(options: string[]): GPU;
  globals: Record<string, unknown>;
}

/** A name that neither the compiler nor the bundler follows, as the package need not be there. */
const NAME: string = 'webgpu';

async function loadPackage(): Promise<DawnPackage> {
  try {
    return (await import(/* @vite-ignore */ NAME)) as DawnPackage;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_MODULE_NOT_FOUND')
      throw new UsageError(
        `WebGPU without a browser needs the npm package "webgpu", which is not installed: run npm install --no-save ${PACKAGE}.`,
      );
    const reason = message.split('\n')[0]!.replace(/\.$/, '');
    throw new UsageError(
      `The npm package "webgpu" does not load on this machine (${reason}): see docs/gpu-server.md.`,
    );
  }
}

/**
 * Offers Dawn as `navigator.gpu`, as a browser offers its own WebGPU.
 * @returns takes it away again: while it is there, Node does not end
 * @throws UsageError where the package is not installed, or finds no adapter
 */
export async function offerDawn(): Promise<() => void> {
  const { create, globals } = await loadPackage();
  Object.assign(globalThis, globals);
  const gpu = create([]);
  // Node 20 has no navigator; later ones have one without gpu.
  if (!globalThis.navigator)
    Object.defineProperty(globalThis, 'navigator', { value: { userAgent: 'Node.js' }, configurable: true });
  Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
  const withdraw = () => {
    delete (navigator as { gpu?: GPU }).gpu;
  };
  if (await gpu.requestAdapter()) return withdraw;
  withdraw();
  throw new UsageError(
    'Dawn finds no GPU on this machine: install its Vulkan driver, as docs/gpu-server.md says.',
  );
}
