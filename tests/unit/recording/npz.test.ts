import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readNpy } from '../../../src/recording/npy';
import { RecordingFileError, readNpz, recordingInput } from '../../../src/recording/npz';
import { npy, npyBytes, npz, type TestArray } from './npy-files';

const features: TestArray = { shape: [3, 2], values: [1, 2, 3, 4, 5, 7] };
const outputs: TestArray = { shape: [3, 2], values: [0, 1, 1, 0, 2, 2] };

describe('readNpy', () => {
  it.each([
    ['<f4', [0.5, -2, 3e10], Float32Array],
    ['>f4', [0.5, -2, 3e10], Float32Array],
    ['<f8', [0.1, -2e200, 3], Float64Array],
    ['>f8', [0.1, -2e200, 3], Float64Array],
    ['|i1', [-128, 0, 127], Int32Array],
    ['|u1', [0, 1, 255], Int32Array],
    ['|b1', [0, 1, 1], Int32Array],
    ['<i2', [-32768, 1, 32767], Int32Array],
    ['>u2', [0, 1, 65535], Int32Array],
    ['<i4', [-(2 ** 31), 1, 2 ** 31 - 1], Int32Array],
    ['<u4', [0, 1, 2 ** 32 - 1], Float64Array],
    ['<i8', [-(2 ** 53), 1, 2 ** 53], Float64Array],
    ['>u8', [0, 1, 2 ** 53], Float64Array],
  ])('reads %s', (descr, values, type) => {
    const array = readNpy(npy({ shape: [3], values, descr }), 'a');
    expect(array.data).toBeInstanceOf(type);
    expect(Array.from(array.data)).toEqual(
      values.map(value => (descr.endsWith('f4') ? Math.fround(value) : value)),
    );
    expect(array).toMatchObject({ shape: [3], dtype: descr.slice(1) });
  });

  it('reads half precision', () => {
    const bits = [0x3c00, 0xc000, 0x7bff, 0x0001, 0x3555, 0x8000, 0x7c00, 0xfc00, 0x7e00];
    const { data } = readNpy(npy({ shape: [9], values: bits, descr: '<f2' }), 'a');
    expect(Array.from(data)).toEqual([
      ...[1, -2, 65504, 2 ** -24, 0.333251953125, -0],
      ...[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN],
    ]);
  });

  it('puts Fortran order into C order, in two dimensions and in three', () => {
    const flat = readNpy(npy({ shape: [2, 3], values: [1, 4, 2, 5, 3, 6], fortran: true }), 'a');
    expect(Array.from(flat.data)).toEqual([1, 2, 3, 4, 5, 6]);
    const cube = npy({ shape: [2, 3, 2], values: [0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11], fortran: true });
    expect(Array.from(readNpy(cube, 'a').data)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('reads version 2, scalars, empty arrays and bytes that start anywhere', () => {
    expect(readNpy(npy({ ...features, version: 2 }), 'a').shape).toEqual([3, 2]);
    expect(readNpy(npy({ shape: [], values: [4] }), 'a')).toMatchObject({ shape: [] });
    expect(readNpy(npy({ shape: [0, 3], values: [] }), 'a').data).toHaveLength(0);
    const bytes = npy(features);
    const moved = new Uint8Array(bytes.length + 3);
    moved.set(bytes, 3);
    expect(Array.from(readNpy(moved.subarray(3), 'a').data)).toEqual(features.values);
  });

  it.each([
    ['pickled objects', npyBytes("'|O'", [1], new Uint8Array(8)), /pickled Python objects/],
    ['complex numbers', npyBytes("'<c8'", [1], new Uint8Array(8)), /type c8/],
    ['text', npyBytes("'<U4'", [1], new Uint8Array(16)), /type U4/],
    ['records', npyBytes("[('x', '<f4')]", [1], new Uint8Array(4)), /type of a record/],
    ['a short body', npy(features).subarray(0, -1), /47 bytes where its shape asks for 48/],
    ['a long body', npyBytes("'<f8'", [1], new Uint8Array(9)), /9 bytes/],
    ['a short header', npy(features).subarray(0, 40), /header of the array "a" is damaged/],
    ['other bytes', new TextEncoder().encode('<!doctype html>'), /not a NumPy array/],
    ['no bytes', new Uint8Array(0), /not a NumPy array/],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => readNpy(bytes, 'a')).toThrow(RecordingFileError);
    expect(() => readNpy(bytes, 'a')).toThrow(message);
  });
});

describe('readNpz', () => {
  it.each([0, 6] as const)('reads the arrays of a recording at compression %d, and no others', level => {
    const text = npyBytes("'<U4'", [1], new Uint8Array(16));
    const arrays = readNpz(npz({ features, outputs, names: text }, level));
    expect(Object.keys(arrays)).toEqual(['features', 'outputs']);
    expect(Array.from(arrays.features!.data)).toEqual(features.values);
  });

  const whole = npz({ features, outputs });
  it.each([
    ['an empty file', new Uint8Array(0), /empty/],
    ['a text file', new TextEncoder().encode('features,outputs\n'), /not an .npz/],
    ['half a file', whole.subarray(0, whole.length / 2), /truncated or damaged/],
    ['all but the last bytes', whole.subarray(0, -5), /truncated or damaged/],
    [
      'another file under the name of an array',
      zipSync({ 'features.npy': new Uint8Array(20) }),
      /not a NumPy/,
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => readNpz(bytes)).toThrow(RecordingFileError);
    expect(() => readNpz(bytes)).toThrow(message);
  });
});

describe('recordingInput', () => {
  const read = (arrays: Record<string, TestArray>) => recordingInput(readNpz(npz(arrays)));

  it('gives every array its place', () => {
    const input = read({
      features,
      outputs,
      labels: { shape: [3], values: [0, 1, 1], descr: '<i8' },
      targets: { shape: [3], values: [1, 0, 2] },
      initial_features: { shape: [3, 1], values: [3, 2, 1] },
      head: { shape: [2, 2], values: [1, 2, 3, 4], descr: '<i4' },
    });
    expect(input).toEqual({
      features: { rows: 3, columns: 2, data: Float64Array.from(features.values) },
      outputs: { rows: 3, columns: 2, data: Float64Array.from(outputs.values) },
      labels: Int32Array.of(0, 1, 1),
      targets: { rows: 3, columns: 1, data: Float64Array.of(1, 0, 2) },
      initialFeatures: { rows: 3, columns: 1, data: Float64Array.of(3, 2, 1) },
      head: { rows: 2, columns: 2, data: Float64Array.of(1, 2, 3, 4) },
    });
  });

  it('needs no more than features and outputs, and takes a list of labels on end', () => {
    expect(Object.keys(read({ features, outputs }))).toEqual(['features', 'outputs']);
    expect(read({ features, outputs, labels: { shape: [3, 1], values: [0, 1, 0] } }).labels).toEqual(
      Int32Array.of(0, 1, 0),
    );
  });

  it.each<[string, Record<string, TestArray>, RegExp]>([
    ['no features', { outputs }, /no array "features"/],
    ['no outputs', { features }, /no array "outputs"/],
    [
      'NaN',
      { features: { shape: [3, 2], values: [1, 2, 3, 4, Number.NaN, 6] }, outputs },
      /"features" holds NaN in row 2/,
    ],
    [
      'infinity',
      { features, outputs: { shape: [3, 1], values: [1, Number.NEGATIVE_INFINITY, 2] } },
      /-Infinity in row 1/,
    ],
    [
      'features of four dimensions',
      { features: { shape: [3, 1, 1, 2], values: features.values }, outputs },
      /4 dimensions/,
    ],
    ['a single number', { features: { shape: [], values: [1] }, outputs }, /0 dimensions/],
    ['no samples', { features: { shape: [0, 2], values: [] }, outputs }, /"features" is empty/],
    ['no columns', { features: { shape: [3, 0], values: [] }, outputs }, /"features" is empty/],
    ['fewer outputs', { features, outputs: { shape: [2, 2], values: [1, 2, 3, 4] } }, /"outputs" has 2 rows/],
    [
      'fewer labels',
      { features, outputs, labels: { shape: [2], values: [0, 1] } },
      /"labels" has the shape \(2\)/,
    ],
    [
      'one-hot labels',
      { features, outputs, labels: { shape: [3, 2], values: [0, 1, 1, 0, 1, 0] } },
      /shape \(3, 2\)/,
    ],
    [
      'a label that is no output',
      { features, outputs, labels: { shape: [3], values: [0, 2, 1] } },
      /holds 2 in row 1/,
    ],
    [
      'a negative label',
      { features, outputs, labels: { shape: [3], values: [-1, 0, 1] } },
      /holds -1 in row 0/,
    ],
    ['half a label', { features, outputs, labels: { shape: [3], values: [0, 0.5, 1] } }, /holds 0.5/],
    ['a transposed head', { features, outputs, head: { shape: [1, 2], values: [1, 2] } }, /"head" is 1 × 2/],
  ])('refuses %s', (_, arrays, message) => {
    expect(() => read(arrays)).toThrow(RecordingFileError);
    expect(() => read(arrays)).toThrow(message);
  });
});
