import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { GROUP, type Kernel, type Target } from './shader';

const STORAGE = 0x80 | 0x04 | 0x08; // STORAGE | COPY_SRC | COPY_DST
const STAGING = 0x01 | 0x08; // MAP_READ | COPY_DST

/** Workgroups in the first dimension of a dispatch; more go on in the second. */
const WIDEST = 32_768;

/** A pass with its pipeline and buffers, ready to be encoded. */
export interface Pass {
  pipeline: GPUComputePipeline;
  group: GPUBindGroup;
  threads: Kernel['threads'];
}

/** tfjs's GPU device with buffers that tfjs counts, and pipelines that equal kernels share. */
export class Gpu {
  readonly device: GPUDevice;
  readonly tile: Target['tile'];
  private readonly backend: WebGPUBackend;
  private readonly pipelines = new Map<string, Promise<GPUComputePipeline>>();

  constructor(backend: WebGPUBackend, tile: Target['tile']) {
    this.backend = backend;
    this.tile = tile;
    this.device = backend.device;
    // tfjs's buffer manager gives nothing back before it has kept something once.
    this.releaseStaging(this.createStaging(4));
  }

  get allocatedBytes(): number {
    return this.backend.bufferManager.numBytesAllocated;
  }

  /** A buffer of at least `floats` floats, all zero. */
  create(floats: number): GPUBuffer {
    const bytes = Math.max(16, Math.ceil(floats / 4) * 16);
    return this.backend.bufferManager.acquireBuffer(bytes, STORAGE, false, false) as GPUBuffer;
  }

  release(buffer: GPUBuffer): void {
    this.backend.bufferManager.releaseBuffer(buffer, false);
  }

  /** A buffer that can be read back; those of one size are used again. */
  createStaging(floats: number): GPUBuffer {
    return this.backend.bufferManager.acquireBuffer(Math.max(16, floats * 4), STAGING) as GPUBuffer;
  }

  write(buffer: GPUBuffer, values: Float32Array | Int32Array | Uint32Array, offset = 0): void {
    this.device.queue.writeBuffer(buffer, offset * 4, values as Float32Array<ArrayBuffer>);
  }

  /** Floats of a buffer, after all work that was queued before. */
  async read(buffer: GPUBuffer, offset: number, count: number): Promise<Float32Array> {
    const staging = this.createStaging(count);
    const encoder = this.device.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, offset * 4, staging, 0, count * 4);
    this.device.queue.submit([encoder.finish()]);
    return this.readStaging(staging, count);
  }

  /** Floats of a staging buffer, which is used again from then on. */
  async readStaging(staging: GPUBuffer, count: number): Promise<Float32Array> {
    try {
      await staging.mapAsync(0x01);
      return new Float32Array(staging.getMappedRange().slice(0, count * 4));
    } finally {
      staging.unmap();
      this.releaseStaging(staging);
    }
  }

  /** Keeps a staging buffer for the next read of its size. */
  releaseStaging(staging: GPUBuffer): void {
    this.backend.bufferManager.releaseBuffer(staging);
  }

  /** @param bufferOf the buffer of each binding */
  async prepare(
    kernel: Kernel,
    bufferOf: (source: Kernel['bindings'][number]['source']) => GPUBuffer,
  ): Promise<Pass> {
    const pipeline = await this.pipeline(kernel);
    const entries = kernel.bindings.map(({ source }, binding) => ({
      binding,
      resource: { buffer: bufferOf(source) },
    }));
    const group = this.device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
    return { pipeline, group, threads: kernel.threads };
  }

  private pipeline({ code, bindings }: Kernel): Promise<GPUComputePipeline> {
    const known = this.pipelines.get(code);
    if (known) return known;
    const { device } = this;
    const entries = bindings.map(({ access }, binding) => ({
      binding,
      visibility: 0x4, // COMPUTE
      buffer: { type: access === 'read' ? ('read-only-storage' as const) : ('storage' as const) },
    }));
    const layout = device.createPipelineLayout({
      bindGroupLayouts: [device.createBindGroupLayout({ entries })],
    });
    const module = device.createShaderModule({ code });
    const made = device.createComputePipelineAsync({ layout, compute: { module, entryPoint: 'main' } });
    this.pipelines.set(code, made);
    return made;
  }

  /** @returns the number of dispatches */
  encode(encoder: GPUCommandEncoder, passes: readonly Pass[], rows: number): void {
    const compute = encoder.beginComputePass();
    for (const { pipeline, group, threads } of passes) {
      const groups = Math.ceil(threads(rows) / GROUP);
      if (groups === 0) continue;
      compute.setPipeline(pipeline);
      compute.setBindGroup(0, group);
      if (groups <= WIDEST) compute.dispatchWorkgroups(groups);
      else compute.dispatchWorkgroups(WIDEST, Math.ceil(groups / WIDEST));
    }
    compute.end();
  }
}
