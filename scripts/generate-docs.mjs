// @ts-check
/** Writes the generated pages of `docs/` (`npm run docs`). A unit test fails where they have drifted. */
import { writeFileSync } from 'node:fs';
import { recordingPage, settingsPage } from './docs-pages.mjs';
import { withTypescript } from './load-typescript.mjs';

const pages = await withTypescript(async load => {
  const { settingPaths, parseExperiment, getSetting } = await load('/src/experiment/schema.ts');
  const { recordingSchema } = await load('/src/recording/format.ts');
  const defaults = parseExperiment({});
  return {
    'settings.md': settingsPage(settingPaths(), path => getSetting(defaults, path)),
    'recording-format.md': recordingPage(recordingSchema),
  };
});
for (const [name, text] of Object.entries(pages)) {
  writeFileSync(new URL(`../docs/${name}`, import.meta.url), text);
  console.log(`Wrote docs/${name}.`);
}
