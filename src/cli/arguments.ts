import { access, constants, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DeviceChoice } from '../engine/device';
import { presetById } from '../experiment/presets';
import {
  type Experiment,
  ExperimentError,
  parseExperiment,
  type Scalar,
  settingPaths,
  withSetting,
} from '../experiment/schema';
import { UsageError } from './errors';

function parseScalar(text: string): Scalar {
  try {
    const value = JSON.parse(text) as unknown;
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value as Scalar;
  } catch {
    // Not JSON: a plain word, such as "cnn".
  }
  return text;
}

export function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new UsageError(`--${name} takes a whole number, not "${text}".`);
  return value;
}

export function deviceChoice(text: string): DeviceChoice {
  if (text === 'wasm' || text === 'cpu' || text === 'webgpu') return text;
  throw new UsageError(`--device is wasm, cpu or webgpu, not "${text}".`);
}

/** Makes all changes, then checks once: what fits together in the end may come in any order. */
function changeSettings(experiment: Experiment, changes: readonly [string, Scalar][]): Experiment {
  const known = new Set(settingPaths().map(({ path }) => path));
  const strange = changes.find(([path]) => !known.has(path));
  if (strange) throw new ExperimentError(`"${strange[0]}" is not a setting.`, strange[0]);
  return parseExperiment(changes.reduce((e, [path, value]) => withSetting(e, path, value), experiment));
}

/** The options that change a preset's settings, as `parseArgs` gives them. */
interface ChangeOptions {
  set: string[];
  data?: string | undefined;
  seed?: string | undefined;
  steps?: string | undefined;
}

/**
 * A preset, or the experiment of a file, as a recording and the JSON of a run hold it: with its branches, and with the
 * changes that were made while it ran. @throws UsageError, ExperimentError
 */
async function experimentNamed(name: string): Promise<Experiment> {
  if (!name.endsWith('.json')) return presetById(name).experiment;
  const text = await readFile(name, 'utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new UsageError(`"${name}" is not JSON: give a recording, or an experiment.`);
  }
  return parseExperiment(
    typeof json === 'object' && json !== null && 'experiment' in json ? json.experiment : json,
  );
}

/** The preset or the file's experiment with all that the options change in it. @throws UsageError, ExperimentError */
export async function experimentOf(name: string, values: ChangeOptions): Promise<Experiment> {
  const changes: [string, Scalar][] = values.set.map(text => {
    const at = text.indexOf('=');
    if (at < 1) throw new UsageError(`--set takes path=value, not "${text}".`);
    return [text.slice(0, at), parseScalar(text.slice(at + 1))];
  });
  if (values.data !== undefined) changes.unshift(['data.source', 'files']);
  if (values.seed !== undefined) changes.push(['seed', wholeNumber('seed', values.seed)]);
  if (values.steps !== undefined) changes.push(['stop.steps', wholeNumber('steps', values.steps)]);
  return changeSettings(await experimentNamed(name), changes);
}

/** Finds out before a run, and without a trace, whether its result can be written. @throws UsageError */
export async function checkWritable(option: 'out' | 'recording' | 'csv', path: string): Promise<void> {
  const there = await stat(path).catch(() => null);
  if (!path || path.endsWith('/') || there?.isDirectory())
    throw new UsageError(`--${option} takes the name of a file, not "${path}".`);
  await access(there ? path : `${dirname(path)}/`, constants.W_OK);
}
