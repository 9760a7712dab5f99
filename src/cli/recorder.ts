import type { Device } from '../engine/device';
import type { ArmProbe } from '../engine/session';
import type { Experiment } from '../experiment/schema';
import { ArmMeter } from '../metrics/meter';
import type { Numerics } from '../metrics/numerics';
import { briefRecording } from '../recording/brief';
import type { RecordingFile } from '../recording/format';
import { Recording } from '../recording/recording';
import { recordingToJson } from '../recording/write';

/** Measures every probe of a session, and keeps it as the page would. */
export class Recorder {
  readonly recording: Recording;
  private readonly meters: readonly ArmMeter[];

  constructor(experiment: Experiment, numerics: Numerics, { device, adapter, software, reason }: Device) {
    this.recording = new Recording(experiment, 'cli');
    this.recording.setDevice({ device, adapter, software, reason });
    this.meters = experiment.arms.map(() => new ArmMeter(numerics));
  }

  addProbe(probe: ArmProbe): void {
    const { step, arm, head } = probe;
    const meter = this.meters[arm]!;
    const split = (name: 'train' | 'test') => {
      const { accuracy, loss, ...arrays } = probe[name];
      const measures = meter.measure(name, step, { ...arrays, head });
      return { accuracy, loss, measures, layers: meter.measureLayers({ ...arrays, head }) };
    };
    const [train, test] = [split('train'), split('test')];
    this.recording.addFrame({ step, arm, train, test, network: meter.measureNetwork(step, probe) });
  }

  /** The recording as it is written to a file. @param brief in a fraction of its size */
  toJson(brief: boolean): RecordingFile {
    const file = recordingToJson(this.recording);
    return brief ? briefRecording(file) : file;
  }
}
