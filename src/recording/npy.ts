/** A file that is not a readable recording; the message is one sentence for people. */
export class RecordingFileError extends Error {
  override name = 'RecordingFileError';
}

/** One NumPy array, in C order whatever the order in the file. */
export interface NpyArray {
  readonly shape: readonly number[];
  /** NumPy's name of the type in the file, such as "f4". */
  readonly dtype: string;
  /** float16 and float32 as Float32Array, integers of up to 32 bits as Int32Array, all else as Float64Array. */
  readonly data: Float32Array | Float64Array | Int32Array;
}

interface Dtype {
  bytes: number;
  array: Float32ArrayConstructor | Float64ArrayConstructor | Int32ArrayConstructor;
  read(view: DataView, offset: number, littleEndian: boolean): number;
}

const DTYPES: Record<string, Dtype> = {
  f2: { bytes: 2, array: Float32Array, read: (view, at, little) => half(view.getUint16(at, little)) },
  f4: { bytes: 4, array: Float32Array, read: (view, at, little) => view.getFloat32(at, little) },
  f8: { bytes: 8, array: Float64Array, read: (view, at, little) => view.getFloat64(at, little) },
  b1: { bytes: 1, array: Int32Array, read: (view, at) => Number(view.getUint8(at) !== 0) },
  i1: { bytes: 1, array: Int32Array, read: (view, at) => view.getInt8(at) },
  i2: { bytes: 2, array: Int32Array, read: (view, at, little) => view.getInt16(at, little) },
  i4: { bytes: 4, array: Int32Array, read: (view, at, little) => view.getInt32(at, little) },
  i8: { bytes: 8, array: Float64Array, read: (view, at, little) => Number(view.getBigInt64(at, little)) },
  u1: { bytes: 1, array: Int32Array, read: (view, at) => view.getUint8(at) },
  u2: { bytes: 2, array: Int32Array, read: (view, at, little) => view.getUint16(at, little) },
  u4: { bytes: 4, array: Float64Array, read: (view, at, little) => view.getUint32(at, little) },
  u8: { bytes: 8, array: Float64Array, read: (view, at, little) => Number(view.getBigUint64(at, little)) },
};

/** The number that 16 bits of IEEE half precision stand for. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent ? sign * 2 ** (exponent - 25) * (1024 + fraction) : sign * 2 ** -24 * fraction;
}

const MAGIC = '\x93NUMPY';
/** Little-endian or "order does not matter", then the type. */
const DESCRIPTION = /'descr'\s*:\s*'([<>|=]?)([a-zA-Z]\w*)'/;
const FORTRAN = /'fortran_order'\s*:\s*(True|False)/;
const SHAPE = /'shape'\s*:\s*\(([\d\s,]*)\)/;

/**
 * Reads one .npy array. Format: NEP 1, versions 1 to 3.
 *
 * @param name what to call the array in messages
 * @throws RecordingFileError where it is damaged, holds pickled objects or a type that is not a real number
 */
export function readNpy(bytes: Uint8Array, name: string): NpyArray {
  const { header, start } = readHeader(bytes, name);
  const [, order, code] = DESCRIPTION.exec(header) ?? [];
  const fortran = FORTRAN.exec(header)?.[1];
  const dimensions = SHAPE.exec(header)?.[1];
  if (code?.startsWith('O'))
    throw new RecordingFileError(
      `The array "${name}" holds pickled Python objects, which are not read: save it as an array of numbers.`,
    );
  const dtype = code === undefined ? undefined : DTYPES[code];
  if (header.includes("'descr'") && dtype === undefined)
    throw new RecordingFileError(
      `The array "${name}" has the type ${code ?? 'of a record'}, which is not read: save it as float32 or int32.`,
    );
  if (!dtype || code === undefined || fortran === undefined || dimensions === undefined)
    throw new RecordingFileError(`The header of the array "${name}" is damaged: save the file again.`);

  const shape = dimensions
    .split(',')
    .filter(text => text.trim() !== '')
    .map(Number);
  const count = shape.reduce((product, size) => product * size, 1);
  const body = bytes.subarray(start);
  if (body.length !== count * dtype.bytes)
    throw new RecordingFileError(
      `The array "${name}" has ${body.length} bytes where its shape asks for ${count * dtype.bytes}: save the file again.`,
    );
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const data = new dtype.array(count);
  for (let i = 0; i < count; i++) data[i] = dtype.read(view, i * dtype.bytes, order !== '>');
  return { shape, dtype: code, data: fortran === 'True' ? inRowOrder(data, shape) : data };
}

function readHeader(bytes: Uint8Array, name: string): { header: string; start: number } {
  const isNpy = String.fromCharCode(...bytes.subarray(0, MAGIC.length)) === MAGIC;
  if (!isNpy || bytes.length < 12)
    throw new RecordingFileError(`"${name}" is not a NumPy array: save the file with numpy.savez.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = bytes[MAGIC.length]! > 1;
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const from = wide ? 12 : 10;
  const start = from + length;
  return { header: new TextDecoder('latin1').decode(bytes.subarray(from, start)), start };
}

/** The same array with its last index running fastest, from one with its first index running fastest. */
function inRowOrder<T extends NpyArray['data']>(data: T, shape: readonly number[]): T {
  const result = data.slice() as T;
  const index = new Array<number>(shape.length).fill(0);
  for (let i = 0; i < data.length; i++) {
    let position = 0;
    for (let d = 0; d < shape.length; d++) position = position * shape[d]! + index[d]!;
    result[position] = data[i]!;
    for (let d = 0; d < shape.length && ++index[d]! === shape[d]; d++) index[d] = 0;
  }
  return result;
}
