import { measure } from './measure';
import type { Measures } from './types';

/** One split of one probe as flat arrays: features n × p, outputs n × C, head C × p. */
export interface ProbeArrays {
  samples: number;
  width: number;
  features: Float32Array;
  outputs: Float32Array;
  labels: Int32Array;
  head: Float32Array;
}

/** Measures the probes of one arm; remembers the features of step 0, which similarity to the start needs. */
export class ArmMeter {
  private readonly initial = new Map<string, { features: Float32Array; width: number }>();

  /** @param split name of the probe set, the same at every step */
  measure(split: string, step: number, probe: ProbeArrays): Measures {
    const { samples: rows, width, features, outputs, labels, head } = probe;
    if (step === 0) this.initial.set(split, { features, width });
    const initial = this.initial.get(split);
    const classes = outputs.length / rows;
    return measure({
      features: { rows, columns: width, data: features },
      outputs: { rows, columns: classes, data: outputs },
      labels,
      head: { rows: classes, columns: width, data: head },
      ...(initial && { initialFeatures: { rows, columns: initial.width, data: initial.features } }),
    });
  }
}
