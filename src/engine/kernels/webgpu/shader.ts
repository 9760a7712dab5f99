import type { Activation } from '../../../models/spec';
import type { Epilogue, Place, Through } from '../../program/ops';

/** Buffers of a program that a kernel can ask for beside its places. */
export type Shared =
  | 'call'
  | 'inputs'
  | 'targets'
  | 'base'
  | 'parameters'
  | 'gradients'
  | 'partials'
  | 'clip'
  | 'first'
  | 'second'
  | 'losses'
  | 'start'
  | 'sizes'
  | 'centred'
  | 'gramParts'
  | 'grams';

/** One buffer that a kernel sees. */
export interface Binding {
  source: Place | Shared;
  name: string;
  access: 'read' | 'read_write';
  type: 'f32' | 'vec4f' | 'u32';
}

/** One compute pass: its program, what it is bound to, and how often it runs. */
export interface Kernel {
  code: string;
  bindings: readonly Binding[];
  /** Invocations for this many samples. */
  threads(rows: number): number;
}

/** Invocations of a workgroup. */
export const GROUP = 64;

/** What precedes the samples' indices, and then their moves, in the `call` buffer, in words. */
export const CALL = { rows: 0, first: 1, slot: 2, rate: 3, correction: 4, shrink: 5, words: 8 } as const;

/** Samples that the `call` buffer has room for. */
export const callSamples = ({ piece, probePiece }: { piece: number; probePiece: number }): number =>
  Math.max(piece, probePiece);

const PRELUDE = `
fn rows() -> u32 { return call[${CALL.rows}]; }
fn isFirst() -> bool { return call[${CALL.first}] == 1u; }
`;

/** Collects a kernel's bindings, and names them. The `call` buffer is always the first. */
export class KernelBuilder {
  private readonly bindings: Binding[] = [{ source: 'call', name: 'call', access: 'read', type: 'u32' }];

  /** @returns the name under which the shader reaches the buffer */
  bind(source: Place | Shared, access: Binding['access'] = 'read', type: Binding['type'] = 'f32'): string {
    const known = this.bindings.find(
      binding => binding.source === source && (binding.type === type || binding.access === 'read_write'),
    );
    if (known) return known.name;
    const name = typeof source === 'string' ? `${source}${this.bindings.length}` : `b${this.bindings.length}`;
    this.bindings.push({ source, name, access, type });
    return name;
  }

  /**
   * @param body runs with `index` (u32), this invocation's number
   * @param functions outside of the entry point
   */
  finish(body: string, threads: (rows: number) => number, functions = ''): Kernel {
    const declarations = this.bindings.map(
      ({ name, access, type }, i) =>
        `@group(0) @binding(${i}) var<storage, ${access}> ${name}: array<${type}>;`,
    );
    const code = `${declarations.join('\n')}
${PRELUDE}${functions}
@compute @workgroup_size(${GROUP})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) local: u32) {
  let index = (group.y * groups.x + group.x) * ${GROUP}u + local;
${body}
}`;
    return { code, bindings: this.bindings, threads };
  }
}

/** Four values from `at` on; beyond a row's end they are other values, which the caller drops. */
export function load4(buffer: string, vectors: boolean, at: string): string {
  if (vectors) return `${buffer}[(${at}) / 4u]`;
  const one = (i: number) => `${buffer}[${at} + ${i}u]`;
  return `vec4f(${one(0)}, ${one(1)}, ${one(2)}, ${one(3)})`;
}

/** Stores the first `count` (an expression) of four values. */
export function store4(buffer: string, vectors: boolean, at: string, value: string, count: string): string {
  if (vectors) return `${buffer}[(${at}) / 4u] = ${value};`;
  const one = (i: number) => `if (${count} > ${i}u) { ${buffer}[${at} + ${i}u] = ${value}[${i}]; }`;
  return [0, 1, 2, 3].map(one).join(' ');
}

/** Index of the first channel of sample r at row y, column x. */
export function positionOf({ shape: [height, width, channels], border }: Place) {
  const [h, w] = [height + 2 * border, width + 2 * border];
  return (r: string, y: string, x: string) =>
    `(((${r}) * ${h}u + (${y}) + ${border}u) * ${w}u + (${x}) + ${border}u) * ${channels}u`;
}

/** The activation after a product. */
export function ended(value: string, epilogue: Epilogue): string {
  if (epilogue === 'relu') return `select(${value}, vec4f(0), ${value} < vec4f(0))`;
  // Large arguments would overflow in some implementations of tanh, and some make small ones 0: there it is its
  // argument, but for 1e-7 of it.
  if (epilogue === 'tanh')
    return `select(tanh(clamp(${value}, vec4f(-15), vec4f(15))), ${value}, abs(${value}) < vec4f(5e-4))`;
  return value;
}

const DERIVATIVES: Record<Activation, (gradient: string, value: string) => string> = {
  relu: (gradient, value) => `select(vec4f(0), ${gradient}, ${value} > vec4f(0))`,
  tanh: (gradient, value) => `(${gradient} * (vec4f(1) - ${value} * ${value}))`,
  square: (gradient, value) => `(${gradient} * 2 * ${value})`,
};

/** A gradient times the derivative of what it goes through; `value` is the place's value there. */
export function throughDerivative(gradient: string, through: Through | null, value: string): string {
  return through ? DERIVATIVES[through.activation](gradient, value) : gradient;
}

/** True where four neighbouring channels can be read at once. */
export const inFours = (count: number): boolean => count % 4 === 0;

export const typeOf = (vectors: boolean): Binding['type'] => (vectors ? 'vec4f' : 'f32');

/** What decides how a kernel is written beside its op. */
export interface Target {
  /** Where a parameter begins, in floats. */
  offsetOf(index: number): number;
  /**
   * Side of the tile that one invocation of a product makes, 4 or 8. Four keep a GPU's many cores busy; eight
   * need half the loads, which are what a software adapter spends its time on.
   */
  tile: 4 | 8;
}

/** Vectors of four that a tile is wide along an axis of this length. */
export const foursOf = (length: number, tile: number): number => (length > 4 ? tile / 4 : 1);

/**
 * The tile for a product whose axes have these lengths: large ones where all can be read in fours. What has to be
 * guarded value by value makes a large tile's program long, which a software adapter compiles for seconds.
 */
export const tileFor = ({ tile }: Target, ...lengths: number[]): number =>
  lengths.every(inFours) ? tile : 4;

/** 0, 1, … length − 1 */
export const count = (length: number): number[] => Array.from({ length }, (_, i) => i);
