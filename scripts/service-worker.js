// @ts-check
/// <reference lib="webworker" />
/**
 * Keeps the whole page for use without a network. Its version and its files are filled in by vite-offline.mjs.
 * A new version waits until the reader asks for it, so that a run is never left with files of two versions.
 */
const VERSION = '__VERSION__';
/** @type {string[]} */
const FILES = JSON.parse('__FILES__');

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const PREFIX = 'richscope-';
const cacheName = `${PREFIX}${VERSION}`;
/** Fetched when they are asked for, and then kept. */
const ON_DEMAND = /\/recordings\/[^/]+\.json$/;

/** @param {ExtendableEvent} event */
function install(event) {
  const requests = FILES.map(file => new Request(file, { cache: 'reload' }));
  event.waitUntil(caches.open(cacheName).then(cache => cache.addAll(requests)));
}

/** @param {ExtendableEvent} event */
function activate(event) {
  const forgetOld = async () => {
    const names = await caches.keys();
    const old = names.filter(name => name.startsWith(PREFIX) && name !== cacheName);
    await Promise.all(old.map(name => caches.delete(name)));
    await worker.clients.claim();
  };
  event.waitUntil(forgetOld());
}

/** @param {URL} url */
function fileOf(url) {
  const scope = new URL(worker.registration.scope);
  const path = url.pathname.slice(scope.pathname.length);
  return new URL(path === '' ? 'index.html' : path, scope).href;
}

/** @param {Request} request @param {URL} url */
async function answer(request, url) {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(fileOf(url));
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok && ON_DEMAND.test(url.pathname)) await cache.put(fileOf(url), response.clone());
  return response;
}

worker.addEventListener('install', install);
worker.addEventListener('activate', activate);
worker.addEventListener('message', ({ data }) => {
  if (data === 'take over') void worker.skipWaiting();
});
worker.addEventListener('fetch', event => {
  const url = new URL(event.request.url);
  // Other hosts are none of our business: only the reader asks for their data.
  if (event.request.method !== 'GET' || !url.href.startsWith(worker.registration.scope)) return;
  event.respondWith(answer(event.request, url));
});
