import { type Settings, settingsSchema } from '../../../src/experiment/schema';
import { buildNetwork } from '../../../src/models/build';
import { type InputShape, type NetworkSpec, shapesOf } from '../../../src/models/spec';

/** A network by its settings, the others being the defaults. */
export const built = (model: Partial<Settings['model']>, shape: InputShape, classes = 10, seed = 1) =>
  buildNetwork(settingsSchema.parse({ model, seed }), shape, classes);

/** Name and shape of each tap. */
export function tapShapes(network: NetworkSpec): [string, InputShape][] {
  const shapes = shapesOf(network);
  return network.taps.map(({ layer, name }) => [name, shapes[layer + 1]!]);
}

/** Root mean square of an array. */
export const rms = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);

/** A parameter by its name. */
export function parameterOf({ parameters }: NetworkSpec, name: string) {
  const found = parameters.find(parameter => parameter.name === name);
  if (!found) throw new Error(`No parameter "${name}" among ${parameters.map(p => p.name).join(', ')}.`);
  return found;
}
