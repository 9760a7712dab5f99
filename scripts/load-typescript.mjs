// @ts-check
/** Lets our scripts use the project's TypeScript, which Node 20 cannot read. */
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

/**
 * Calls `use` with a loader of the project's modules.
 * @template Result
 * @param {(load: (path: string) => Promise<Record<string, any>>) => Promise<Result>} use `load` takes a path from
 *   the root of the project: "/src/experiment/schema.ts".
 * @returns {Promise<Result>} what `use` returns
 */
export async function withTypescript(use) {
  const server = await createServer({
    root: fileURLToPath(new URL('..', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, ws: false, hmr: false, watch: null },
    optimizeDeps: { noDiscovery: true, include: [] },
  });
  try {
    return await use(path => server.ssrLoadModule(path));
  } finally {
    await server.close();
  }
}
