import { prepareTargets, smoothTargets } from '../data/transforms';
import type { Inputs } from '../data/types';
import type { Settings } from '../experiment/schema';
import type { DeviceInputs } from './program/program';
import type { ArmData, ProbeSet } from './trainer';

/** What all arms share: inputs on the device, and their labels. */
export interface SharedData {
  inputs: Inputs;
  train: DeviceInputs;
  /** The test inputs that are probed. */
  test: DeviceInputs;
  samples: number;
}

/** The inputs that all arms share, with the targets that these settings make of their labels. */
export function armData(settings: Settings, { inputs, train, test, samples }: SharedData): ArmData {
  const { loss, labelSmoothing } = settings.training;
  // Cross-entropy takes probabilities as targets, which cannot be scaled.
  const targetScale = loss === 'cross-entropy' ? 1 : settings.data.targetScale;
  const wanted = { ...settings, data: { ...settings.data, targetScale } };
  const classes = inputs.classes.length;
  const targets = {
    train: prepareTargets(inputs.train.labels, classes, wanted, 'train'),
    test: prepareTargets(inputs.test.labels, classes, wanted, 'test'),
  };
  for (const { targets: values } of Object.values(targets)) smoothTargets(values, classes, labelSmoothing);
  const probeSet = (held: DeviceInputs, split: 'train' | 'test'): ProbeSet => {
    const count = Math.min(samples, held.count);
    const { labels, targets: values } = targets[split];
    return { inputs: held, labels: labels.slice(0, count), targets: values.slice(0, count * classes) };
  };
  return {
    shape: inputs.shape,
    classes,
    trainInputs: train,
    trainTargets: targets.train.targets,
    probes: { train: probeSet(train, 'train'), test: probeSet(test, 'test') },
  };
}
