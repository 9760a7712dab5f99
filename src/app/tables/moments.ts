import { detailAt, fullFrameAt } from '../../recording/moment';
import type { ArmRecording, Recording, Split } from '../../recording/recording';
import { formatCount } from '../format';
import type { PanelId } from '../panels';
import { type Column, type DataTable, figures, percent } from './table';

/** What is looked at. */
export interface Look {
  recording: Recording;
  probe: Split;
  /** Step of the past moment that is shown; null: the newest. */
  shownStep: number | null;
  /** Names of the classes; empty where they are not known. */
  classNames: readonly string[];
}

/** Lists of numbers beside each other, a row for each place in the longest. */
function listsTable(
  first: string,
  from: number,
  lists: readonly (Column & { values: ArrayLike<number> })[],
  { title, file }: Pick<DataTable, 'title' | 'file'>,
): DataTable[] {
  const length = Math.max(0, ...lists.map(({ values }) => values.length));
  if (!length) return [];
  const rows = Array.from({ length }, (_, i) => [
    i + from,
    ...lists.map(({ values }) => values[i] ?? Number.NaN),
  ]);
  return [
    { title, file, columns: [{ name: first, write: String }, ...lists], rows, thinned: 'by their logarithm' },
  ];
}

/** "step 120", or of each arm where they differ; "no step" before the first probe. */
function stepWords(found: readonly { id: string; step: number }[]): string {
  const steps = new Set(found.map(({ step }) => step));
  if (steps.size < 2) return found[0] ? `step ${formatCount(found[0].step)}` : 'no step';
  return found.map(({ id, step }) => `step ${formatCount(step)} of ${id}`).join(', ');
}

const fullFrames = ({ recording, shownStep }: Look) =>
  recording.arms.flatMap(arm => {
    const frame = fullFrameAt(arm, shownStep);
    return frame ? [{ id: arm.id, step: frame.step, frame }] : [];
  });

function spectrum(look: Look): DataTable[] {
  const found = fullFrames(look);
  const lists = found.flatMap(({ id, frame }) => {
    const { relativeEigenvalues, utilisation, quality } = frame[look.probe].measures;
    const curves = [
      { name: 'strength', values: relativeEigenvalues, write: figures },
      { name: 'used by the outputs, up to k', values: utilisation, write: percent },
      { name: 'quality for the target, up to k', values: quality, write: percent },
    ];
    return curves.flatMap(({ name, values, write }) =>
      values ? [{ name: `${id} ${name}`, values, write }] : [],
    );
  });
  const title = `Features at ${stepWords(found)}, strongest first; strength is relative to the strongest`;
  return listsTable('Feature k', 1, lists, { title, file: 'features' });
}

function fourier(look: Look): DataTable[] {
  const found = fullFrames(look);
  const lists = found.flatMap(({ id, frame }) => {
    const tables = frame.network.embeddingSpectra ?? [];
    return tables.map((values, i) => ({
      name: tables.length > 1 ? `${id} number ${i + 1}` : id,
      values,
      write: percent,
    }));
  });
  const title = `Share of the embedding’s power at each frequency, at ${stepWords(found)}`;
  return listsTable('Frequency k', 0, lists, { title, file: 'frequencies' });
}

const detailsOf = ({ recording, probe, shownStep }: Look) =>
  recording.arms.flatMap(arm => {
    const found = detailAt(arm, probe, shownStep);
    return found ? [{ arm, ...found }] : [];
  });

const TEXT = { write: String };

function classMeans(look: Look): DataTable[] {
  const rows = detailsOf(look).flatMap(({ arm, step, detail }) => {
    const plane = detail.collapse;
    return plane
      ? plane.classes.map((name, i) => [
          ...[arm.id, step, look.classNames[name] ?? String(name)],
          ...[plane.means[2 * i]!, plane.means[2 * i + 1]!],
        ])
      : [];
  });
  if (!rows.length) return [];
  const columns = [
    { name: 'Arm', ...TEXT },
    { name: 'Step', write: formatCount },
    { name: 'Class', ...TEXT },
    { name: 'x of its mean', write: figures },
    { name: 'y of its mean', write: figures },
  ];
  const title = 'Class means in their plane; those of a collapsed network lie 1 from the origin, 120° apart';
  return [{ title, file: 'class-means', columns, rows, thinned: 'evenly' }];
}

/** The classes of the pictures at one end of a feature: "7, 7, 1". */
function classesAt({ recording, probe, classNames }: Look, indices: Int32Array): string {
  const labels = recording.pictures?.[probe].labels;
  return labels ? Array.from(indices, i => classNames[labels[i]!] ?? String(labels[i])).join(', ') : '–';
}

function eigenfunctions(look: Look): DataTable[] {
  const rowsOf = (arm: ArmRecording, step: number, functions: NonNullable<ReturnType<typeof found>>) =>
    functions.map(({ intensity, used, quality, smallest, largest }, k) => [
      ...[arm.id, step, k + 1, intensity, used ?? Number.NaN, quality ?? Number.NaN],
      ...[classesAt(look, smallest), classesAt(look, largest)],
    ]);
  const found = (at: ReturnType<typeof detailsOf>[number]) => at.detail.eigenfunctions;
  const rows = detailsOf(look).flatMap(at => rowsOf(at.arm, at.step, found(at) ?? []));
  if (!rows.length) return [];
  const columns = [
    { name: 'Arm', ...TEXT },
    { name: 'Step', write: formatCount },
    { name: 'Feature k', write: String },
    { name: 'strength', write: figures },
    { name: 'used by the outputs', write: percent },
    { name: 'quality for the target', write: percent },
    { name: 'classes where it is smallest', ...TEXT },
    { name: 'classes where it is largest', ...TEXT },
  ];
  const title = 'Strongest features, and the classes of the pictures at their two ends';
  return [{ title, file: 'eigenfunctions', columns, rows, thinned: 'evenly' }];
}

/** What a panel shows of one moment; empty where it shows series alone, or nothing yet. */
export function momentTables(panel: PanelId, look: Look): DataTable[] {
  if (panel === 'spectrum') return spectrum(look);
  if (panel === 'fourier') return fourier(look);
  if (panel === 'collapse') return classMeans(look);
  return panel === 'eigenfunctions' ? eigenfunctions(look) : [];
}
