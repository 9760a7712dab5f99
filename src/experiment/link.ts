import * as z from 'zod/mini';
import { changes, flatSettings, LINK_BASES, LINK_VERSION, type LinkBase, linkBase } from './link-bases';
import {
  ARM_IDS,
  type Arm,
  type Experiment,
  ExperimentError,
  parseExperiment,
  type Scalar,
  scalarSchema,
  scalarsSchema,
  settingPaths,
  type View,
  viewSchema,
  withSetting,
} from './schema';

/** What a link opens: an experiment, and how it is looked at. */
export interface Linked {
  experiment: Experiment;
  view: View;
}

/** A link that cannot be opened, as a sentence for people. */
export class LinkError extends Error {
  override name = 'LinkError';
}

/** Four arms that differ in every setting, with the longest labels, stay below this. */
const LONGEST_LINK = 32_768;
const PREFIX = '#e=';
const RETRY = 'copy it again, in full, from where you found it.';
const DAMAGED = `The link is damaged; ${RETRY}`;

const branchSchema = z.tuple([z.enum(ARM_IDS), z.number()]);

/** What a link writes, under one letter each: only what differs from the base of its version. */
const payloadSchema = z.strictObject({
  /** The preset that the rest differs from. */
  p: z.optional(z.string()),
  /** Settings, by dotted path. */
  s: z.optional(scalarsSchema),
  /** All arms: label, settings where it has any of its own, and where it is a branch, of which arm and from which step. */
  a: z.optional(
    z
      .array(z.tuple([z.string(), z.optional(scalarsSchema), z.optional(branchSchema)]))
      .check(z.maxLength(ARM_IDS.length)),
  ),
  /** Changes in the middle of the run: step, letters of the arms, path, value. */
  c: z.optional(z.array(z.tuple([z.number(), z.string(), z.string(), scalarSchema]))),
  /** View settings. */
  v: z.optional(scalarsSchema),
});
type Payload = z.infer<typeof payloadSchema>;

/**
 * The link's hash, `#e=VERSION.PAYLOAD`: the payload is JSON in base64url and holds what differs from the
 * version's frozen base, or from the preset in it that the experiment names. A preset that the base does not
 * know is left out, as there are no texts to show for it.
 */
export function encodeLink({ experiment, view }: Linked): string {
  const base = linkBase(LINK_VERSION);
  const preset = experiment.preset === null ? undefined : ownValue(base.presets, experiment.preset);
  const start = startOf(base, preset);
  const settings = changes(flatSettings(experiment), start.settings);
  const views = changes<Scalar>(view, base.view);
  const payload: Payload = {};
  if (preset) payload.p = experiment.preset!;
  if (Object.keys(settings).length) payload.s = settings;
  if (!sameArms(experiment.arms, start.arms)) payload.a = experiment.arms.map(shortArm);
  if (experiment.changes)
    payload.c = experiment.changes.map(({ step, arms, path, value }) => [step, arms.join(''), path, value]);
  if (Object.keys(views).length) payload.v = views;
  return `${PREFIX}${LINK_VERSION}.${toBase64url(JSON.stringify(payload))}`;
}

/**
 * What a hash opens; null where it is not a link of ours, as in an address without a hash.
 * @throws LinkError for a link that is damaged, newer than this page, or asks for what cannot be run.
 */
export function decodeLink(hash: string): Linked | null {
  if (!hash.startsWith(PREFIX)) return null;
  if (hash.length > LONGEST_LINK)
    throw new LinkError('The link is far longer than an experiment needs; ask for the right one.');
  const [, version, text] = /^([1-9][0-9]{0,5})\.([A-Za-z0-9_-]+)$/.exec(hash.slice(PREFIX.length)) ?? [];
  if (version === undefined || text === undefined) throw new LinkError(DAMAGED);
  if (!Object.hasOwn(LINK_BASES, version))
    throw new LinkError(
      'The link was made by a newer Richscope than this page; reload the page and try again.',
    );
  return open(readPayload(text), linkBase(Number(version)));
}

function readPayload(text: string): Payload {
  let json: unknown;
  try {
    json = JSON.parse(fromBase64url(text));
  } catch {
    throw new LinkError(DAMAGED);
  }
  const payload = payloadSchema.safeParse(json);
  if (!payload.success) throw new LinkError(DAMAGED);
  return payload.data;
}

function open(payload: Payload, base: LinkBase): Linked {
  const preset = payload.p === undefined ? undefined : ownValue(base.presets, payload.p);
  if (payload.p !== undefined && !preset)
    throw new LinkError(
      `The link names a preset that does not exist, "${payload.p.slice(0, 60)}"; pick one here.`,
    );
  const start = startOf(base, preset);
  const arms =
    payload.a?.map(([label, set, branch]) => ({
      label,
      set: set ?? {},
      ...(branch && { branch: { of: branch[0], at: branch[1] } }),
    })) ?? start.arms;
  const changes = payload.c?.map(([step, ids, path, value]) => ({ step, arms: [...ids], path, value }));
  const known = new Set(settingPaths().map(({ path }) => path));
  let experiment: object = { preset: payload.p ?? null, arms, ...(changes && { changes }) };
  for (const [path, value] of Object.entries({ ...start.settings, ...payload.s })) {
    if (!known.has(path))
      throw new LinkError(`The link sets "${path.slice(0, 60)}", which is not a setting; ${RETRY}`);
    experiment = withSetting(experiment, path, value);
  }
  return { experiment: checked(experiment), view: checkedView({ ...base.view, ...payload.v }) };
}

function checked(experiment: object): Experiment {
  try {
    return parseExperiment(experiment);
  } catch (error) {
    if (!(error instanceof ExperimentError)) throw error;
    throw new LinkError(
      `The link asks for what cannot be run (${error.message.replace(/\.$/, '')}); ${RETRY}`,
    );
  }
}

function checkedView(view: object): View {
  const result = viewSchema.safeParse(view);
  if (!result.success) throw new LinkError(DAMAGED);
  return result.data;
}

/** What the differences in a link are from: the version's defaults, or a preset laid over them. */
function startOf(base: LinkBase, preset: LinkBase['presets'][string] | undefined) {
  return {
    settings: { ...base.settings, ...preset?.settings },
    arms: preset?.arms ?? base.arms,
  };
}

function ownValue<Value>(record: Record<string, Value>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function sameArms(arms: readonly Arm[], others: readonly Arm[]): boolean {
  return (
    arms.length === others.length &&
    arms.every(({ label, set, branch }, index) => {
      const other = others[index]!;
      if (branch || other.branch) return false;
      const paths = new Set([...Object.keys(set), ...Object.keys(other.set)]);
      return label === other.label && [...paths].every(path => set[path] === other.set[path]);
    })
  );
}

type ShortArm = NonNullable<Payload['a']>[number];

function shortArm({ label, set, branch }: Arm): ShortArm {
  if (branch) return [label, set, [branch.of, branch.at]];
  return Object.keys(set).length ? [label, set] : [label];
}

function toBase64url(text: string): string {
  const binary = Array.from(new TextEncoder().encode(text), byte => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** @throws where the text is not base64url of UTF-8. */
function fromBase64url(text: string): string {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, character => character.charCodeAt(0));
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}
