import { CASE_IDS, CASE_TITLES } from './cases';
import { drawCase } from './chart';
import { type HoursDevice, type HoursRow, runHours } from './hours';
import { runInWorker } from './in-worker';
import { describeAdapter, describeBrowser, describeMachine } from './machine';
import { ALL_ROWS, type BenchReport, ENGINE_TITLES, type RowName, withRatios } from './rows';
import { type Progress, runRows } from './runner';
import { drawTable } from './table';

declare global {
  interface Window {
    /** Measures these rows, all where none are named, and draws the result. */
    runBench(rows?: RowName[]): Promise<BenchReport>;
    benchRows: RowName[];
    /** Trains the CNN for `steps` steps after its warm-up, and compares the memory before and after. */
    runHours(device: HoursDevice, steps: number): Promise<HoursRow>;
    /** Told before each row, and now and then in a long one. */
    benchProgress?(text: string): void;
  }
}

const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const start = element<HTMLButtonElement>('start');
const save = element<HTMLButtonElement>('save');

const report = async (): Promise<BenchReport> => ({
  browser: describeBrowser(),
  adapter: await describeAdapter(),
  machine: describeMachine(),
  rows: [],
});

function showProgress({ row, done, total }: Progress): void {
  const text = `${done + 1} of ${total}: ${row.case}, ${ENGINE_TITLES[row.engine]}, ${row.device}`;
  element('progress').textContent = `${text} …`;
  window.benchProgress?.(text);
}

function show({ rows }: BenchReport): void {
  const sections = CASE_IDS.filter(id => rows.some(row => row.case === id)).map(id => {
    const section = document.createElement('section');
    const heading = document.createElement('h2');
    heading.textContent = CASE_TITLES[id];
    const ofCase = rows.filter(row => row.case === id);
    const timed = ofCase.some(row => row.msPerStep !== null);
    section.append(heading, ...(timed ? [drawCase(id, ofCase)] : []), drawTable(ofCase));
    return section;
  });
  element('results').replaceChildren(...sections);
}

function download(result: BenchReport): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(result, null, 2)], { type: 'application/json' }));
  link.download = 'richscope-engine-bench.json';
  link.click();
  URL.revokeObjectURL(link.href);
}

async function runBench(names: RowName[] = ALL_ROWS): Promise<BenchReport> {
  start.disabled = true;
  const rows = withRatios(await runRows(names, runInWorker, showProgress));
  const result = { ...(await report()), rows };
  element('progress').textContent = 'Done.';
  show(result);
  save.hidden = false;
  save.onclick = () => download(result);
  start.disabled = false;
  return result;
}

const { browser, adapter, machine } = await report();
element('machine').textContent = `${browser} on ${machine}. GPU: ${adapter}.`;
start.addEventListener('click', () => runBench());
window.benchRows = ALL_ROWS;
window.runBench = runBench;
window.runHours = (device, steps) => runHours(device, steps, text => window.benchProgress?.(text));
