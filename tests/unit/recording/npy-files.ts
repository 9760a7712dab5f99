import { zipSync } from 'fflate';

/** What an array in a test file is: values in the order in which they are written. */
export interface TestArray {
  shape: readonly number[];
  values: readonly number[];
  /** As NumPy writes it: byte order and type. */
  descr?: string;
  fortran?: boolean;
  /** Version of the .npy format. */
  version?: 1 | 2;
}

type Writer = (view: DataView, at: number, value: number, little: boolean) => void;

const WRITERS: Record<string, Writer> = {
  f2: (view, at, value, little) => view.setUint16(at, value, little),
  f4: (view, at, value, little) => view.setFloat32(at, value, little),
  f8: (view, at, value, little) => view.setFloat64(at, value, little),
  i1: (view, at, value) => view.setInt8(at, value),
  b1: (view, at, value) => view.setUint8(at, value),
  u1: (view, at, value) => view.setUint8(at, value),
  i2: (view, at, value, little) => view.setInt16(at, value, little),
  u2: (view, at, value, little) => view.setUint16(at, value, little),
  i4: (view, at, value, little) => view.setInt32(at, value, little),
  u4: (view, at, value, little) => view.setUint32(at, value, little),
  i8: (view, at, value, little) => view.setBigInt64(at, BigInt(value), little),
  u8: (view, at, value, little) => view.setBigUint64(at, BigInt(value), little),
};

/** Bytes of a .npy array; half precision takes its 16 bits as values. */
export function npy({ shape, values, descr = '<f8', fortran = false, version = 1 }: TestArray): Uint8Array {
  const code = descr.slice(1);
  const size = Number(code.slice(1));
  const body = new Uint8Array(values.length * size);
  const view = new DataView(body.buffer);
  values.forEach((value, i) => {
    WRITERS[code]!(view, i * size, value, descr[0] !== '>');
  });
  return npyBytes(`'${descr}'`, shape, body, fortran, version);
}

/** A .npy file with any type description and body. */
export function npyBytes(
  descr: string,
  shape: readonly number[],
  body: Uint8Array,
  fortran = false,
  version: 1 | 2 = 1,
): Uint8Array {
  const sizes = shape.map(length => `${length},`).join(' ');
  const order = fortran ? 'True' : 'False';
  const header = `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': (${sizes}), }\n`;
  const lead = version === 1 ? 10 : 12;
  const bytes = new Uint8Array(lead + header.length + body.length);
  bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), version, 0]);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, header.length, true);
  else view.setUint32(8, header.length, true);
  bytes.set(new TextEncoder().encode(header), lead);
  bytes.set(body, lead + header.length);
  return bytes;
}

/** Bytes of an .npz file. */
export function npz(arrays: Record<string, TestArray | Uint8Array>, level: 0 | 6 = 0): Uint8Array {
  const files = Object.entries(arrays).map(([name, array]) => [
    `${name}.npy`,
    array instanceof Uint8Array ? array : npy(array),
  ]);
  return zipSync(Object.fromEntries(files), { level });
}
