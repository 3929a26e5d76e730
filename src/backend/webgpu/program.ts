import { runError } from "../../errors.ts";
import { BYTES } from "../../graph/primitives.ts";
import type { Program } from "../../graph/program.ts";
import type { Buffer } from "../../plan/kernel.ts";
import { type Feed, type Fetched, MemoryShortage } from "../backend.ts";
import { FeedLayout } from "../feed-layout.ts";
import { showBytes } from "../show-bytes.ts";
import { GPUBufferUsage, GPUMapMode } from "./constants.ts";
import { ALIGNMENT, type GpuMemory, padded } from "./memory.ts";
import type { Pipelines } from "./pipelines.ts";
import { argumentWords, type Shader } from "./shader.ts";

/** The most steps in one submission, and the most bytes of what they are fed or give. */
const MOST_STEPS = 64;
const MOST_BYTES = 1 << 20;
/** Milliseconds that a submission should take: systems end those that take seconds, and the host waits for each. */
const SHARE = 100;

interface Dispatch {
  pipeline: GPUComputePipeline;
  workgroups: Shader["workgroups"];
  /** Where its arguments lie, in bytes. */
  at: number;
}

/** Places in memory, in bytes: of a variable, or of an intermediate result. */
export type AddressOf = (buffer: Buffer) => number;

/** A program's shaders and buffers, ready to run: all that is queued is one submission, with nothing of the host in between. */
export class GpuProgram {
  readonly #gpu: GPUDevice;
  readonly #memory: GpuMemory;
  readonly #pipelines: Pipelines;
  readonly #inputs: FeedLayout;
  readonly #outputs: FeedLayout;
  readonly #most: number;
  readonly #buffers: Readonly<Record<"feeds" | "results" | "read", GPUBuffer>>;
  #dispatches: readonly Dispatch[] = [];
  #uniforms: GPUBuffer | undefined;
  #uniformBytes = 0;
  #bound: { memory: GPUBuffer; group: GPUBindGroup } | undefined;
  /** Grows while submissions are short. */
  #steps = 1;

  constructor(gpu: GPUDevice, memory: GpuMemory, pipelines: Pipelines, { inputs, outputs }: Program) {
    this.#gpu = gpu;
    this.#memory = memory;
    this.#pipelines = pipelines;
    this.#inputs = new FeedLayout(inputs.map(({ attributes, shape }) => ({ ...attributes, shape })));
    this.#outputs = new FeedLayout(
      Object.entries(outputs).map(([name, { shape }]) => ({ name, shape, storage: "float" })),
    );
    const [fed, given] = [padded(this.#inputs.bytes), padded(this.#outputs.bytes)];
    checkFits(Math.max(fed, given), Math.min(gpu.limits.maxStorageBufferBindingSize, gpu.limits.maxBufferSize));
    this.#most = Math.max(1, Math.min(MOST_STEPS, Math.floor(MOST_BYTES / Math.max(fed, given))));
    const buffer = (bytes: number, usage: number) => gpu.createBuffer({ size: bytes * this.#most, usage });
    this.#buffers = {
      feeds: buffer(fed, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST),
      results: buffer(given, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC),
      read: buffer(given, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST),
    };
  }

  /** Compiles the shaders and writes down their arguments. */
  async prepare(shaders: readonly Shader[], addressOf: AddressOf): Promise<void> {
    const all = shaders.filter(({ workgroups }) => workgroups.every((count) => count > 0));
    const pipelines = await Promise.all(all.map(({ code }) => this.#pipelines.of(code)));
    const words = all.map((shader) =>
      argumentWords([...this.#placesOf(shader, addressOf), ...(shader.constants ?? [])]),
    );
    let at = 0;
    this.#dispatches = all.map(({ workgroups }, i) => {
      const dispatch = { pipeline: pipelines[i], workgroups, at };
      at += padded(words[i].byteLength);
      return dispatch;
    });
    this.#uniformBytes = Math.max(ALIGNMENT, ...words.map(({ byteLength }) => padded(byteLength)));
    this.#uniforms = this.#gpu.createBuffer({
      size: at + this.#uniformBytes, // what is bound of the last ones reaches beyond them
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    words.forEach((own, i) => {
      this.#gpu.queue.writeBuffer(this.#uniforms as GPUBuffer, this.#dispatches[i].at, own as Uint32Array<ArrayBuffer>);
    });
  }

  /** How many dispatches a step has. */
  get dispatches(): number {
    return this.#dispatches.length;
  }

  async run(feeds: readonly Feed[]): Promise<Fetched[]> {
    const results: Fetched[] = [];
    while (results.length < feeds.length) {
      const some = feeds.slice(results.length, results.length + this.#steps);
      const begun = performance.now();
      results.push(...(await this.#submit(some)));
      const perStep = (performance.now() - begun) / some.length;
      this.#steps = Math.max(1, Math.min(this.#most, 2 * this.#steps, Math.floor(SHARE / perStep)));
    }
    return results;
  }

  destroy(): void {
    for (const buffer of Object.values(this.#buffers)) buffer.destroy();
    this.#uniforms?.destroy();
  }

  async #submit(feeds: readonly Feed[]): Promise<Fetched[]> {
    const { feeds: fed, results, read } = this.#buffers;
    const [inputs, outputs] = [padded(this.#inputs.bytes), padded(this.#outputs.bytes)];
    const bytes = new ArrayBuffer(inputs * feeds.length);
    feeds.forEach((feed, step) => {
      this.#inputs.write(bytes, step * inputs, feed);
    });
    this.#gpu.queue.writeBuffer(fed, 0, bytes);

    const group = this.#group();
    const encoder = this.#gpu.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (let step = 0; step < feeds.length; step++)
      for (const { pipeline, workgroups, at } of this.#dispatches) {
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, group, [step * inputs, step * outputs, at]);
        pass.dispatchWorkgroups(...workgroups);
      }
    pass.end();
    encoder.copyBufferToBuffer(results, 0, read, 0, outputs * feeds.length);
    this.#gpu.queue.submit([encoder.finish()]);

    await read.mapAsync(GPUMapMode.READ, 0, outputs * feeds.length);
    const mapped = read.getMappedRange(0, outputs * feeds.length);
    const fetched = feeds.map((_, step) => this.#outputs.read(mapped, step * outputs));
    read.unmap();
    return fetched;
  }

  /** The bindings; new ones after memory has grown. */
  #group(): GPUBindGroup {
    const memory = this.#memory.buffer;
    if (this.#bound?.memory === memory) return this.#bound.group;
    const sizes = { feeds: padded(this.#inputs.bytes), results: padded(this.#outputs.bytes) };
    const group = this.#gpu.createBindGroup({
      layout: this.#pipelines.bindings,
      entries: [
        { binding: 0, resource: { buffer: memory } },
        { binding: 1, resource: { buffer: this.#buffers.feeds, size: sizes.feeds } },
        { binding: 2, resource: { buffer: this.#buffers.results, size: sizes.results } },
        { binding: 3, resource: { buffer: this.#uniforms as GPUBuffer, size: this.#uniformBytes } },
      ],
    });
    this.#bound = { memory, group };
    return group;
  }

  /** The first elements of a shader's views: in words, or bytes of what is stored in bytes. */
  #placesOf({ arguments: views }: Shader, addressOf: AddressOf): number[] {
    return views.map(({ buffer, offset }) => this.#startOf(buffer, addressOf) / BYTES[buffer.storage] + offset);
  }

  #startOf(buffer: Buffer, addressOf: AddressOf): number {
    if (buffer.kind === "input") return this.#inputs.offsetOf(buffer.name);
    return buffer.kind === "output" ? this.#outputs.offsetOf(buffer.name) : addressOf(buffer);
  }
}

/** @throws a run error if what a step is fed or gives is more than a shader sees at once. */
function checkFits(bytes: number, most: number): void {
  if (bytes <= most) return;
  throw runError({
    where: "a program's inputs and outputs",
    expected: `at most ${showBytes(most)} each, which is what this adapter binds at once`,
    received: showBytes(bytes),
    fix: "Use a smaller batch.",
    cause: new MemoryShortage(bytes, most),
  });
}
