import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { licences } from './scripts/vite-licences.mjs';
import { offline } from './scripts/vite-offline.mjs';

const shipped = licences('licences.md');

export default defineConfig({
  /** Relative, so that the built files work under any path of any static host. */
  base: './',
  plugins: [react(), shipped.page, offline()],
  worker: { format: 'es', plugins: () => [shipped.worker()] },
  /** Nothing as a data: address, which a strict content security policy refuses. */
  build: {
    assetsInlineLimit: 0,
    /** Browsers without preloading load a late part a little later. */
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ['index.html', 'method.html'],
      // What both pages or a late part share lies in one file: small ones compress badly.
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'shared',
              test: /src\/(app\/(context|format|recorded|store|machine)|recording\/(series|recording|types|phase|write|moments?|snapshots|details)|experiment\/(?!sweep|later))/,
            },
          ],
        },
      },
    },
  },
});
