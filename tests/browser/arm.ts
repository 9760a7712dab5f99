import { Augmentation, isAugmented } from '../../src/engine/augmentation';
import type { Device } from '../../src/engine/device';
import { Trainer } from '../../src/engine/trainer';
import { createRandom } from '../../src/experiment/random';
import { type Settings, settingsSchema } from '../../src/experiment/schema';

const SAMPLES = 96;
const CLASSES = 4;
const SHAPE = [12, 12, 1] as const;

/** A tiny CNN on made-up pictures whose class is where they are bright: the same on every device. */
export async function tinyArm({ runtime }: Device, changes: Partial<Settings['training']> = {}) {
  const settings = settingsSchema.parse({
    model: { kind: 'cnn', depth: 2, channels: 4, width: 16 },
    training: { optimiser: 'adamw', learningRate: 3e-3, batchSize: 16, ...changes },
  });
  const random = createRandom(5, 'tiny arm');
  const pixels = new Float32Array(SAMPLES * 144);
  const labels = new Int32Array(SAMPLES);
  const targets = new Float32Array(SAMPLES * CLASSES);
  for (let i = 0; i < SAMPLES; i++) {
    const label = random.integer(CLASSES);
    labels[i] = label;
    targets[i * CLASSES + label] = 1;
    for (let p = 0; p < 144; p++) {
      const quarter = 2 * Math.floor(p / 12 / 6) + Math.floor((p % 12) / 6);
      pixels[i * 144 + p] = 0.5 * random.uniform() + (quarter === label ? 0.5 : 0);
    }
  }
  const inputs = await runtime.upload(pixels, SAMPLES, () => {});
  const probe = { inputs, labels, targets };
  const data = {
    shape: SHAPE,
    classes: CLASSES,
    trainInputs: inputs,
    trainTargets: targets,
    probes: { train: probe, test: probe },
  };
  const trainer = await Trainer.create(settings, data, runtime);
  const { training } = settings;
  const augmentation = isAugmented(settings) ? new Augmentation(training, 3) : null;
  let next = 0;
  return {
    trainer,
    /** @returns the loss before the update */
    async step(): Promise<number> {
      const batch = Int32Array.from({ length: 16 }, (_, i) => (next + i) % SAMPLES);
      next += 16;
      await trainer.step(batch, () => {}, augmentation?.take(16));
      return (await trainer.losses())[0]!;
    },
    probe: () => trainer.probe('train', () => {}),
    dispose() {
      trainer.dispose();
      inputs.dispose();
    },
  };
}

/** Losses of the first `steps` steps. */
export async function tinyLosses(device: Device, steps: number, changes?: Partial<Settings['training']>) {
  const arm = await tinyArm(device, changes);
  const losses: number[] = [];
  for (let i = 0; i < steps; i++) losses.push(await arm.step());
  arm.dispose();
  return losses;
}
