import { runError } from "../../errors.ts";
import { MemoryShortage } from "../backend.ts";
import { showBytes } from "../show-bytes.ts";
import { GPUBufferUsage, GPUMapMode } from "./constants.ts";
import { inParts } from "./in-parts.ts";

/** What places of dynamic bindings are multiples of, in every implementation; vectors of four words need 16. */
export const ALIGNMENT = 256;

/** A buffer grows to at least this, and by this factor, so that it is rarely copied. */
const LEAST = 1 << 20;
const GROWTH = 1.5;

/** Bytes that are read at once. */
const AT_ONCE = 1 << 26;

interface Place {
  readonly at: number;
  readonly bytes: number;
}

/** What is bound is at least as long as the longest vector that shaders load. */
export function padded(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / ALIGNMENT)) * ALIGNMENT;
}

/** The variables and intermediate results of a device: one buffer, which grows by copying. Nothing is freed before the end. */
export class GpuMemory {
  readonly #gpu: GPUDevice;
  readonly #most: number;
  #buffer: GPUBuffer;
  #end = 0;

  constructor(gpu: GPUDevice) {
    this.#gpu = gpu;
    // Places of bytes are words of 32 bits in shaders.
    this.#most = Math.min(gpu.limits.maxStorageBufferBindingSize, gpu.limits.maxBufferSize, 2 ** 32 - ALIGNMENT);
    this.#buffer = this.#made(LEAST);
  }

  /** What is bound: another one after memory has grown. */
  get buffer(): GPUBuffer {
    return this.#buffer;
  }

  /** Bytes that are left. */
  get free(): number {
    return Math.floor(this.#most / ALIGNMENT) * ALIGNMENT - this.#end;
  }

  /** A place for some bytes, zero at first. */
  async allocate(bytes: number, what: string): Promise<number> {
    this.check(bytes, what);
    const at = this.#end;
    const end = at + padded(bytes);
    if (end > this.#buffer.size) await this.#grow(end, what);
    this.#end = end;
    return at;
  }

  /** @throws a run error if fewer bytes are left; `parts` says what they are for. */
  check(bytes: number, what: string, parts = ""): void {
    if (padded(bytes) <= this.free) return;
    throw runError({
      where: what,
      expected: `at most ${showBytes(this.free)}, which is what is left of the ${showBytes(this.#most)} that this adapter binds at once`,
      received: `${showBytes(bytes)}${parts}`,
      fix: "Use a smaller batch or a smaller model.",
      cause: new MemoryShortage(bytes, this.free),
    });
  }

  /** The bytes at some places, in few answers: the host waits about as long for one of many bytes as for one of few. */
  async readAll(places: readonly Place[]): Promise<ArrayBuffer[]> {
    const parts = inParts(
      places.map(({ at, bytes }) => ({ at, bytes, work: padded(bytes) })),
      AT_ONCE,
    );
    const read: ArrayBuffer[] = [];
    for (const part of parts) read.push(...(await this.#readAtOnce(part)));
    return read;
  }

  destroy(): void {
    this.#buffer.destroy();
  }

  async #readAtOnce(places: readonly Place[]): Promise<ArrayBuffer[]> {
    const size = places.reduce((sum, { bytes }) => sum + padded(bytes), 0);
    const copy = this.#gpu.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
    const encoder = this.#gpu.createCommandEncoder();
    let to = 0;
    for (const { at, bytes } of places) {
      encoder.copyBufferToBuffer(this.#buffer, at, copy, to, padded(bytes));
      to += padded(bytes);
    }
    this.#gpu.queue.submit([encoder.finish()]);
    await copy.mapAsync(GPUMapMode.READ);
    const mapped = copy.getMappedRange();
    let from = 0;
    const read = places.map(({ bytes }) => {
      from += padded(bytes);
      return mapped.slice(from - padded(bytes), from - padded(bytes) + bytes);
    });
    copy.destroy();
    return read;
  }

  #made(size: number): GPUBuffer {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    return this.#gpu.createBuffer({ label: "memory", size, usage });
  }

  async #tried(size: number): Promise<{ buffer?: GPUBuffer; failed?: GPUError }> {
    this.#gpu.pushErrorScope("out-of-memory");
    const buffer = this.#made(size);
    const failed = await this.#gpu.popErrorScope();
    return failed === null ? { buffer } : { failed };
  }

  /** No more than is needed. @throws a run error where the GPU has not that much. */
  async #needed(size: number, what: string): Promise<GPUBuffer> {
    const { buffer, failed } = await this.#tried(padded(size));
    if (buffer !== undefined) return buffer;
    const left = this.#buffer.size - this.#end;
    throw runError({
      where: what,
      expected: `${showBytes(size)} of memory on the GPU`,
      received: `${failed?.message}`,
      fix: "Use a smaller batch or a smaller model, or close what else uses the GPU.",
      cause: new MemoryShortage(size - this.#end, left, failed),
    });
  }

  async #grow(needed: number, what: string): Promise<void> {
    const before = this.#buffer;
    const roomy = Math.min(padded(Math.max(needed, before.size * GROWTH)), this.#end + this.free);
    const after = (await this.#tried(roomy)).buffer ?? (await this.#needed(needed, what));
    const encoder = this.#gpu.createCommandEncoder();
    encoder.copyBufferToBuffer(before, 0, after, 0, before.size);
    this.#gpu.queue.submit([encoder.finish()]);
    this.#buffer = after;
    before.destroy();
  }
}
