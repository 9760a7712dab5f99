import type { Breathe, DeviceInputs } from '../../program/program';
import type { Gpu } from './gpu';

/** Floats that are uploaded between two breaths. */
const UPLOAD = 2_000_000;

export class GpuInputs implements DeviceInputs {
  readonly count: number;
  readonly buffer: GPUBuffer;
  private readonly gpu: Gpu;

  private constructor(gpu: Gpu, buffer: GPUBuffer, count: number) {
    this.gpu = gpu;
    this.buffer = buffer;
    this.count = count;
  }

  static async create(gpu: Gpu, values: Float32Array, count: number, breathe: Breathe): Promise<GpuInputs> {
    const buffer = gpu.create(values.length);
    for (let start = 0; start < values.length; start += UPLOAD) {
      gpu.write(buffer, values.subarray(start, start + UPLOAD), start);
      await breathe();
    }
    return new GpuInputs(gpu, buffer, count);
  }

  dispose(): void {
    this.gpu.release(this.buffer);
  }
}
