import * as z from 'zod/mini';
import { withArm } from '../../experiment/later';
import {
  ARM_IDS,
  type Experiment,
  ExperimentError,
  type FieldMeta,
  getSetting,
  type Scalar,
  settingPaths,
} from '../../experiment/schema';
import { formatCount } from '../format';

/** What kind of control a setting needs, read off its schema. */
export type Control =
  | { kind: 'choice'; options: string[] }
  | { kind: 'switch' }
  | { kind: 'text' }
  | { kind: 'number'; whole: boolean; least: number; most: number; optional: boolean };

function innermost(schema: z.ZodMiniType): { inner: z.ZodMiniType; optional: boolean } {
  let inner = schema;
  let optional = false;
  while (inner instanceof z.ZodMiniDefault || inner instanceof z.ZodMiniNullable) {
    if (inner instanceof z.ZodMiniNullable) optional = true;
    inner = inner._zod.def.innerType as z.ZodMiniType;
  }
  return { inner, optional };
}

/** @throws TypeError for a schema that no control is known for */
export function controlOf(schema: z.ZodMiniType): Control {
  const { inner, optional } = innermost(schema);
  if (inner instanceof z.ZodMiniEnum) return { kind: 'choice', options: inner.options.map(String) };
  if (inner instanceof z.ZodMiniBoolean) return { kind: 'switch' };
  if (inner instanceof z.ZodMiniString) return { kind: 'text' };
  if (inner instanceof z.ZodMiniNumber) {
    const whole = (inner._zod.def as { format?: string }).format === 'safeint';
    return { kind: 'number', whole, ...limitsOf(inner), optional };
  }
  throw new TypeError(`The form has no control for a setting of type ${inner._zod.def.type}.`);
}

/** The least and the most that a schema of numbers lets through. */
function limitsOf(schema: z.ZodMiniNumber): { least: number; most: number } {
  let [least, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const { _zod } of schema._zod.def.checks ?? []) {
    const { check, value } = _zod.def as { check: string; value?: unknown };
    if (check === 'greater_than') least = Math.max(least, Number(value));
    if (check === 'less_than') most = Math.min(most, Number(value));
  }
  return { least, most };
}

/** "From 10 to 60,000." */
export function rangeWords(control: Control): string {
  if (control.kind !== 'number') return '';
  const write = (value: number) => (Math.abs(value) >= 1_000 ? formatCount(value) : String(value));
  const { least, most } = control;
  if (!Number.isFinite(most)) return Number.isFinite(least) ? `At least ${write(least)}.` : '';
  return Number.isFinite(least) ? `From ${write(least)} to ${write(most)}.` : `At most ${write(most)}.`;
}

/**
 * What was typed, as a value.
 * @throws ExperimentError with one sentence where it is not a number in the setting's range
 */
export function readNumber(
  text: string,
  control: Control & { kind: 'number' },
  label: string,
): number | null {
  const typed = text.trim();
  if (!typed && control.optional) return null;
  const value = Number(typed);
  if (!typed || !Number.isFinite(value))
    throw new ExperimentError(`${label} needs a number. ${rangeWords(control)}`);
  if (control.whole && !Number.isInteger(value))
    throw new ExperimentError(`${label} needs a whole number. ${rangeWords(control)}`);
  if (value < control.least || value > control.most)
    throw new ExperimentError(`${label} cannot be ${typed}. ${rangeWords(control)}`);
  return value;
}

const NICE = [1, 2, 5, 10];

/** The next of …, 1, 2, 5, 10, 20, … above (`direction` 1) or below (−1) a positive value. */
function nextNice(value: number, direction: 1 | -1): number {
  const decade = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const digits = value / decade;
  const above = NICE.find(nice => nice > digits * (1 + 1e-9))!;
  const below = NICE.findLast(nice => nice < digits * (1 - 1e-9)) ?? 0.5;
  return Number(((direction > 0 ? above : below) * decade).toPrecision(6));
}

/** The value one click further: equal ratios on a log scale, equal steps on a linear one; kept in range. */
export function stepped(
  value: number | null,
  direction: 1 | -1,
  meta: FieldMeta,
  control: Control & { kind: 'number' },
): number {
  const { least, most, whole } = control;
  if (value === null) return direction > 0 ? most : least;
  const clamp = (next: number) => Math.min(most, Math.max(least, next));
  if (meta.scale === 'log') {
    if (value <= 0) return direction > 0 ? clamp(whole ? 1 : 1e-4) : least;
    const next = nextNice(value, direction);
    return clamp(
      whole ? Math.max(Math.round(next), 1) : direction < 0 && least === 0 && next < 1e-4 ? 0 : next,
    );
  }
  const size = whole ? 1 : most <= 1 ? 0.05 : 0.5;
  return clamp(Number((value + direction * size).toFixed(6)));
}

/** True where the arms have values of their own at this path. */
export const differs = (experiment: Experiment, path: string): boolean =>
  experiment.arms.some(arm => Object.hasOwn(arm.set, path));

/** True where a setting means something for an arm. */
export function appliesTo(experiment: Experiment, { when }: FieldMeta, arm: number): boolean {
  if (!when) return true;
  const value = experiment.arms[arm]!.set[when.path] ?? getSetting(experiment, when.path);
  return (when.is as readonly unknown[]).includes(value);
}

/** Letters of an arm's name, at the most. */
const LONGEST_NAME = 60;

/**
 * A copy with one more arm, which is like arm `like` but for having a value of its own at the path, the same to begin
 * with.
 * @param path null: it has none yet
 */
export function withArmLike(experiment: Experiment, like: number, path: string | null): Experiment {
  const { arms } = experiment;
  const model = arms[like]!;
  if (path === null) return withArm(experiment, { ...model, label: `Arm ${ARM_IDS[arms.length]}` }, like);
  const { meta } = settingPaths().find(setting => setting.path === path)!;
  const label = `Like ${ARM_IDS[like]}, another ${meta.label.toLowerCase()}`.slice(0, LONGEST_NAME);
  const value = model.set[path] ?? (getSetting(experiment, path) as Scalar);
  return withArm(experiment, { ...model, label, set: { ...model.set, [path]: value } }, like);
}

/** A copy in which arm `index` has its own value at the path. */
export function withArmValue(experiment: Experiment, index: number, path: string, value: Scalar): Experiment {
  const arms = experiment.arms.map((arm, at) =>
    at === index ? { ...arm, set: { ...arm.set, [path]: value } } : arm,
  );
  return { ...experiment, arms };
}

/** A copy in which all arms follow the common value at the path. */
export function withoutArmValues(experiment: Experiment, path: string): Experiment {
  const arms = experiment.arms.map(arm => {
    const { [path]: _, ...set } = arm.set;
    return { ...arm, set };
  });
  return { ...experiment, arms };
}

/** The sentence of an error, with the setting's label in place of its path. */
export function sentenceOf(error: unknown, label: string): string {
  const { message } = error as Error;
  return message.replace(/^[\w.]+: /, () => `${label}: `);
}
