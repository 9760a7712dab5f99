import type { Window } from '../../../src/engine/program/ops';
import type { CaseBuilder, OpCase } from './case-builder';

export function dense(make: CaseBuilder, m: number, inputs: number, outputs: number): OpCase {
  const x = make.place([1, 1, inputs], m);
  const y = make.place([1, 1, outputs], m);
  const epilogue = ([null, 'relu', 'tanh'] as const)[make.random.integer(3)]!;
  const op = {
    ...({ kind: 'dense', x, epilogue, y } as const),
    weights: make.parameter(inputs, outputs),
    bias: make.flip() ? make.parameter(outputs) : null,
  };
  return make.finish(`dense ${m}×${inputs}→${outputs}, bias ${op.bias}, ${epilogue}`, op, m);
}

export function denseGradient(make: CaseBuilder, m: number, inputs: number, outputs: number): OpCase {
  const x = make.place([1, 1, inputs], m);
  const dz = make.place([1, 1, outputs], m);
  const weights = make.parameter(inputs, outputs);
  const bias = make.flip() ? make.parameter(outputs) : null;
  return make.finish(
    `dense gradient ${m}×${inputs}→${outputs}`,
    { kind: 'denseGradient', x, dz, weights, bias },
    m,
  );
}

export function denseInputGradient(make: CaseBuilder, m: number, inputs: number, outputs: number): OpCase {
  const shape = [1, 1, inputs] as const;
  const dz = make.place([1, 1, outputs], m);
  const dx = make.place(shape, m);
  const through = make.through(shape, m);
  const weights = make.parameter(inputs, outputs);
  const name = `dense input gradient ${m}×${inputs}→${outputs}, ${through?.activation}`;
  return make.finish(name, { kind: 'denseInputGradient', dz, weights, through, dx }, m);
}

/** @param most largest side of picture and filter, channels */
export function convolution(
  make: CaseBuilder,
  kind: 'conv' | 'convGradient' | 'convInputGradient',
  most = 11,
): OpCase {
  const { upTo } = make;
  const rows = upTo(3);
  const window: Window = { height: upTo(5), width: upTo(5), stride: upTo(3), padTop: 0, padLeft: 0 };
  const [h, w, inChannels, outChannels] = [upTo(most), upTo(most), upTo(9), upTo(19)];
  const [oh, ow] = [Math.ceil(h / window.stride), Math.ceil(w / window.stride)];
  const padding = (size: number, out: number, filter: number) =>
    Math.max((out - 1) * window.stride + filter - size, 0) >> 1;
  window.padTop = padding(h, oh, window.height);
  window.padLeft = padding(w, ow, window.width);
  const border = Math.max(window.height, window.width) - 1;
  const name = `${kind} ${rows}×${h}×${w}×${inChannels}→${outChannels}, filter ${window.height}×${window.width}, stride ${window.stride}`;
  const x = make.place([h, w, inChannels], rows, border + make.random.integer(2));
  const weights = make.parameter(window.height, window.width, inChannels, outChannels);
  const bias = make.flip() ? make.parameter(outChannels) : null;
  const outBorder = kind === 'conv' ? make.random.integer(2) : border;
  const z = make.place([oh, ow, outChannels], rows, outBorder);
  if (kind === 'conv') {
    const epilogue = ([null, 'relu', 'tanh'] as const)[make.random.integer(3)]!;
    return make.finish(name, { kind, x, weights, bias, epilogue, y: z, window }, rows);
  }
  if (kind === 'convGradient') return make.finish(name, { kind, x, dz: z, weights, bias, window }, rows);
  const through = make.through([h, w, inChannels], rows, make.random.integer(2));
  const op = { kind, dz: z, weights, through, dx: x, window } as const;
  return make.finish(`${name}, ${through?.activation}`, op, rows);
}

/** 1×1 without borders, which is a product of its own. */
export function pointwise(make: CaseBuilder, kind: 'conv' | 'convGradient' | 'convInputGradient'): OpCase {
  const { upTo } = make;
  const [rows, h, w, inChannels, outChannels] = [upTo(9), upTo(3), upTo(5), upTo(300), upTo(70)];
  const window: Window = { height: 1, width: 1, stride: 1, padTop: 0, padLeft: 0 };
  const x = make.place([h, w, inChannels], rows);
  const z = make.place([h, w, outChannels], rows);
  const weights = make.parameter(1, 1, inChannels, outChannels);
  const name = `${kind} 1×1 ${rows}×${h}×${w}×${inChannels}→${outChannels}`;
  if (kind === 'convInputGradient') {
    const op = { kind, dz: z, weights, through: make.through(x.shape, rows), dx: x, window } as const;
    return make.finish(`${name}, ${op.through?.activation}`, op, rows);
  }
  const bias = make.flip() ? make.parameter(outChannels) : null;
  if (kind === 'convGradient') return make.finish(name, { kind, x, dz: z, weights, bias, window }, rows);
  const epilogue = ([null, 'relu', 'tanh'] as const)[make.random.integer(3)]!;
  return make.finish(name, { kind, x, weights, bias, epilogue, y: z, window }, rows);
}
