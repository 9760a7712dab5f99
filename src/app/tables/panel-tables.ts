import { spectrumSummary } from '../../panels';
import { fullFrameAt } from '../../recording/moment';
import type { ArmRecording } from '../../recording/recording';
import { nearestIndex } from '../../recording/series';
import { formatCount } from '../format';
import { PANELS, type PanelId } from '../panels';
import { type Look, momentTables } from './moments';
import { seriesOf } from './series';
import { type DataTable, type Series, seriesTable } from './table';

/** The panels that have something to show of an experiment. */
export const panelsOf = ({ recording }: Pick<Look, 'recording'>) =>
  PANELS.filter(({ id }) => id !== 'fourier' || recording.experiment.data.source === 'modular');

/** Titles of the series where "By step" does not say enough. */
const TITLES: Partial<Record<PanelId, string>> = {
  layers: 'D_LR of each layer, by step',
  loss: 'By step, before its update',
};

/** What a panel shows, in full: series against step first, then the moment. */
export function panelTables(panel: PanelId, look: Look): DataTable[] {
  const { recording, probe } = look;
  const series = seriesOf(panel, recording, probe);
  const title = TITLES[panel] ?? 'By step';
  const overSteps = series.length
    ? [seriesTable(recording.arms, series, { title, file: 'by-step' })].filter(({ rows }) => rows.length)
    : [];
  return [...overSteps, ...momentTables(panel, look)];
}

/** What is drawn, as the beginning of a sentence. */
function whatOf(panel: PanelId, { probe }: Look): string {
  const on = probe === 'train' ? 'on training pictures' : 'on test pictures';
  switch (panel) {
    case 'arms':
      return `The networks, with D_LR ${on} and their accuracies`;
    case 'richness':
      return `D_LR ${on} by step, a curve for each network, 0 as rich as can be`;
    case 'accuracy':
      return 'Accuracy on test pictures by step, a curve for each network, and a faint one for training pictures';
    case 'loss':
      return 'Training loss by step on a logarithmic axis, a curve for each network';
    case 'spectrum':
      return `Strength, use and quality ${on} of each feature, strongest first`;
    case 'why':
      return `The two factors of 1 − D_LR ${on} by step: the share of the features’ strength that the outputs use, and how evenly it is spread`;
    case 'rivals':
      return `D_LR and the measures that it is compared with, ${on}, by step`;
    case 'layers':
      return `A map for each network: D_LR ${on} of each layer, a row a layer and a column a probe`;
    case 'collapse':
      return `Pictures of three classes in the plane of their means, and NC1 – NC4 ${on} by step`;
    case 'eigenfunctions':
      return 'The pictures on which the strongest features of a network are smallest and largest';
    case 'fourier':
      return 'The Fourier spectrum of the learned embedding of the numbers, and on how many frequencies it settles';
    case 'pair':
      return 'The way of each network from its start, one series against another; both are chosen above the picture';
  }
}

/** "0.036" of the probe that is shown; null where the arm has no value there. */
function readingOf(arm: ArmRecording, series: Series, shownStep: number | null): string | null {
  const found = series.of(arm);
  if (!found?.steps.length) return null;
  const at = shownStep === null ? found.steps.length - 1 : nearestIndex(found.steps, shownStep);
  const value = found.values[at]!;
  return Number.isNaN(value) ? 'undefined' : series.write(value);
}

const stepOf = ({ recording, shownStep }: Look): string =>
  `at step ${formatCount(shownStep ?? recording.step)}`;

/** What is read of the series: "D_LR: A 0.036, B 0.52". */
function seriesReadings(panel: PanelId, look: Look): string[] {
  return seriesOf(panel, look.recording, look.probe).flatMap(series => {
    const values = look.recording.arms.flatMap(arm => {
      const reading = readingOf(arm, series, look.shownStep);
      return reading === null ? [] : [`${arm.id} ${reading}`];
    });
    return values.length ? [`${series.name}: ${values.join(', ')}`] : [];
  });
}

function spectrumReadings({ recording, probe, shownStep }: Look): string[] {
  return recording.arms.flatMap(arm => {
    const measures = fullFrameAt(arm, shownStep)?.[probe].measures;
    return measures?.relativeEigenvalues ? [`in ${arm.id} ${spectrumSummary(measures)}`] : [];
  });
}

/** One sentence: what a panel shows, and what is read in it now. */
export function panelSentence(panel: PanelId, look: Look): string {
  const readings = panel === 'spectrum' ? spectrumReadings(look) : seriesReadings(panel, look);
  const what = whatOf(panel, look);
  if (panel === 'eigenfunctions') return `${what}.`;
  return readings.length
    ? `${what}; ${stepOf(look)}, ${readings.join('; ')}.`
    : `${what}; nothing has been measured yet.`;
}
