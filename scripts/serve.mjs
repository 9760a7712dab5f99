// @ts-check
/** A small static file server for the built page: loopback only, no file outside its folder. */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { pipeline } from 'node:stream';

/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.md': 'text/markdown; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/** Vite puts a hash into these names, so that a changed file has a new name. */
const HASHED = /\/assets\/[^/]+-[\w-]{8,}\.\w+$/;

/**
 * The file that a request path names; undefined where there is none inside the folder.
 * @param {string} folder
 * @param {string} path Decoded, starting with `/`.
 */
function fileFor(folder, path) {
  if (path.includes('\0')) return undefined;
  const file = normalize(join(folder, path.endsWith('/') ? `${path}index.html` : path));
  if (!file.startsWith(normalize(folder + sep))) return undefined;
  return existsSync(file) && statSync(file).isFile() ? file : undefined;
}

/** @param {string} url */
function decodedPath(url) {
  try {
    return decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return undefined;
  }
}

/**
 * @typedef {object} ServeOptions
 * @property {string} folder Folder of the built page.
 * @property {number} [port] 0, the default: any free port.
 * @property {string} [base] Path under which the folder is served; starts and ends with `/`.
 * @property {Record<string, string>} [headers] Sent with every file.
 */

/** @param {ServeOptions} options @returns {import('node:http').RequestListener} */
function listener({ folder, base = '/', headers = {} }) {
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
      return;
    }
    const path = decodedPath(request.url ?? '/');
    if (path === '/' && base !== '/') {
      response.writeHead(302, { Location: base }).end();
      return;
    }
    const file = path?.startsWith(base) ? fileFor(folder, path.slice(base.length - 1)) : undefined;
    if (!path || !file) {
      response
        .writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' })
        .end('There is no such file.\n');
      return;
    }
    response.writeHead(200, {
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      'Content-Length': statSync(file).size,
      'Cache-Control': HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      'X-Content-Type-Options': 'nosniff',
      ...headers,
    });
    if (request.method === 'HEAD') response.end();
    else pipeline(createReadStream(file), response, () => {});
  };
}

/**
 * Serves a folder on 127.0.0.1.
 * @param {ServeOptions} options
 * @returns {Promise<{ url: string, close: () => Promise<void> }>} Rejects where the port is taken.
 */
export function serve(options) {
  const server = createServer(listener(options));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', () => {
      const address = /** @type {import('node:net').AddressInfo} */ (server.address());
      resolve({
        url: `http://127.0.0.1:${address.port}${options.base ?? '/'}`,
        close: () =>
          new Promise(done => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}
