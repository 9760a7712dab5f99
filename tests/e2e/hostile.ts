import type { RecordingFile } from '../../src/recording/format';

/** What `hostile` texts would do if any of them were run. */
export const MARK = 'window.hacked = 1';

/** Texts that would be run, or break the page, where they are taken for markup, an address or code. At most 60 letters. */
export const TEXTS = [
  `<img src=x onerror="${MARK}">`,
  `<script>${MARK}</script>`,
  `"><svg onload="${MARK}">`,
  `</title><script>${MARK}</script>`,
  `</style><script>${MARK}</script>`,
  `<iframe srcdoc="<script>parent.hacked=1</script>">`,
  `' onmouseover='${MARK}`,
  `javascript:${MARK}`,
  `\${${MARK}}{{${MARK}}}`,
  ']]><script>window.hacked=1</script>',
  '=HYPERLINK("http://127.0.0.1:9/?"&A1)',
  '\u202Egnp.exe\u0000\uFEFF\u200B',
  '𓀀'.repeat(29),
  'constructor',
  '__proto__',
];

const base64url = (text: string) => Buffer.from(text).toString('base64url');
const link = (payload: unknown, version: number | string = 3) =>
  `#e=${version}.${base64url(typeof payload === 'string' ? payload : JSON.stringify(payload))}`;

/** Links that a page must open, or refuse with a sentence. */
export const LINKS: Record<string, string> = {
  ...Object.fromEntries(
    TEXTS.map(text => [`a label: ${text}`, link({ a: [[text], [`${text.slice(0, 50)} 2`]] })]),
  ),
  ...Object.fromEntries(TEXTS.map(text => [`a preset: ${text}`, link({ p: text })])),
  'a setting of the prototype': link('{"s":{"__proto__.hacked":1,"constructor.prototype.hacked":1}}'),
  'a prototype for a payload': link('{"__proto__":{"hacked":1},"s":{"__proto__":{"hacked":1}}}'),
  'a view with markup': link({ v: { panels: TEXTS[0], theme: TEXTS[1] } }),
  'panels without an end': link({ v: { panels: 'richness!.'.repeat(2_000) } }),
  'a name on the hub with markup': link({ s: { 'data.source': 'hub', 'data.hubName': TEXTS[0] } }),
  'numbers beyond all numbers': link(
    '{"s":{"training.learningRate":1e999,"model.width":-1e999,"seed":1e308}}',
  ),
  'a network beyond all memory': link({ s: { 'model.width': 1e9, 'data.train': 1e12, 'stop.steps': 1e15 } }),
  'a list without an end': link('['.repeat(20_000)),
  'a payload beyond all links': link({ a: [['x'.repeat(100_000)]] }),
  'a version of another time': link({}, 999_999_999),
  'a version that is none': link({}, '1e9'),
  'bytes that are no text': '#e=3._________w',
  'half a percent sign': '#e=3.%E0%A4%A',
  'markup in place of a link': `#${encodeURIComponent(TEXTS[0]!)}`,
};

/** A recording with the texts of a person who means harm. */
export function withTexts(file: RecordingFile, text: string): RecordingFile {
  const copy = structuredClone(file);
  copy.experiment.preset = text;
  copy.experiment.arms.forEach((arm, i) => {
    arm.label = `${text.slice(0, 55)} ${i}`;
  });
  if (copy.device) Object.assign(copy.device, { adapter: text, reason: text });
  if (copy.data)
    Object.assign(copy.data, { name: text, note: text, classes: copy.data.classes.map(() => text) });
  for (const arm of copy.arms)
    for (const frame of [arm.initial, arm.latest])
      for (const split of [frame?.train, frame?.test])
        for (const layer of split?.layers ?? []) layer.name = `${text.slice(0, 50)} ${layer.name}`;
  return copy;
}

type Change = (file: RecordingFile & Record<string, unknown>) => unknown;

/** Recordings that a page must refuse with a sentence: what is changed in a good one, or the whole text. */
export const RECORDINGS: Record<string, Change | string> = {
  'no JSON': TEXTS[0]!,
  nothing: '',
  'a list without an end': '['.repeat(100_000),
  'a number in place of all': '1e999',
  'another format': file => Object.assign(file, { format: TEXTS[0] }),
  'a version of another time': file => Object.assign(file, { version: 1e9 }),
  'twenty arms': file => {
    file.arms = Array.from({ length: 20 }, () => file.arms[0]!);
  },
  'steps that go back': file => file.arms[0]!.frames.steps.reverse(),
  'steps below zero': file => file.arms[0]!.frames.steps.fill(-1),
  'fewer values than steps': file => file.arms[0]!.frames.train.accuracy!.pop(),
  'markup in place of a number': file => Object.assign(file.arms[0]!.latest!.train, { accuracy: TEXTS[0] }),
  'a label beyond all labels': file =>
    Object.assign(file.experiment.arms[0]!, { label: 'x'.repeat(1_000_000) }),
  'a setting that is none': file => Object.assign(file.experiment.arms[0]!, { set: { [TEXTS[0]!]: 1 } }),
};

/** The text of a hostile recording. */
export function recordingText(good: RecordingFile, change: Change | string): string {
  if (typeof change === 'string') return change;
  const file = structuredClone(good) as RecordingFile & Record<string, unknown>;
  change(file);
  return JSON.stringify(file);
}

/** Names of files; a browser hands on what a file system has let through. */
export const FILE_NAMES = [
  ...TEXTS.filter(text => /^[<"'=]/.test(text) && !text.includes('/')),
  `${'long'.repeat(60)}.json`,
  '..\\..\\evil.json',
];

/** What another program may have left under the page's own names in the browser's storage. */
export const KEPT = ['[1e999]', '{"__proto__":{"hacked":1},"hidden":[]}', `["${'x'.repeat(100_000)}"]`, '{'];
