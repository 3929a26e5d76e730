import { runError } from "../../errors.ts";
import { BYTES } from "../../graph/primitives.ts";
import type { Program } from "../../graph/program.ts";
import type { Buffer } from "../../plan/kernel.ts";
import { type Feed, type Fetched, MemoryShortage } from "../backend.ts";
import { FeedLayout } from "../feed-layout.ts";
import { showBytes } from "../show-bytes.ts";
import { argumentWords, type Given, jointWords, membersOf } from "./argument-words.ts";
import { Budget } from "./budget.ts";
import { GPUBufferUsage, GPUMapMode } from "./constants.ts";
import { inParts } from "./in-parts.ts";
import { ALIGNMENT, type GpuMemory, padded } from "./memory.ts";
import type { Pipelines } from "./pipelines.ts";
import type { Planned } from "./planned-of.ts";
import { gridOf, type Shader } from "./shader.ts";

/** The most steps in one submission, and the most bytes of what they are fed or give. */
const MOST_STEPS = 64;
const MOST_BYTES = 1 << 20;

interface Dispatch {
  pipeline: GPUComputePipeline;
  workgroups: Shader["workgroups"];
  /** Where its arguments lie, in bytes. */
  at: number;
  work: number;
}

/** Places in memory, in bytes: of a variable, or of an intermediate result. */
export type AddressOf = (buffer: Buffer) => number;

/**
 * A program's shaders and buffers, ready to run. What is queued goes in one submission, or in several where it takes long,
 * and nothing of the host is in between.
 */
export class GpuProgram {
  readonly #first: number | undefined;
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
  #budget = new Budget(0, 1);

  /** @param first flops of a submission until one was timed. */
  constructor(
    gpu: GPUDevice,
    memory: GpuMemory,
    pipelines: Pipelines,
    { inputs, outputs }: Program,
    first?: number | undefined,
  ) {
    this.#first = first;
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
  async prepare(planned: readonly Planned[], addressOf: AddressOf): Promise<void> {
    const pipelines = await Promise.all(planned.map((each) => this.#pipelines.of(codeOf(each))));
    const given = planned.map(({ shaders }) => shaders.map((shader) => this.#givenTo(shader, addressOf)));
    const words = given.map((each) => (each.length === 1 ? argumentWords(each[0].own) : jointWords(each)));
    let at = 0;
    this.#dispatches = planned.map(({ work }, i) => {
      const workgroups = gridOf(given[i].reduce((sum, { groups }) => sum + groups, 0));
      const dispatch = { pipeline: pipelines[i], workgroups, at, work };
      at += padded(words[i].byteLength);
      return dispatch;
    });
    const work = planned.reduce((sum, each) => sum + each.work, 0);
    this.#budget = new Budget(work, this.#most, this.#first);
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
      const some = feeds.slice(results.length, results.length + this.#budget.steps);
      const begun = performance.now();
      results.push(...(await this.#submit(some)));
      this.#budget.took(performance.now() - begun, some.length);
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

    const all = feeds.flatMap((_, step) =>
      this.#dispatches.map((dispatch) => ({ ...dispatch, places: [step * inputs, step * outputs, dispatch.at] })),
    );
    const group = this.#group();
    const parts = inParts(all, this.#budget.flops);
    for (const part of parts) {
      const encoder = this.#gpu.createCommandEncoder();
      const pass = encoder.beginComputePass();
      for (const { pipeline, workgroups, places } of part) {
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, group, places);
        pass.dispatchWorkgroups(...workgroups);
      }
      pass.end();
      if (part === parts.at(-1)) encoder.copyBufferToBuffer(results, 0, read, 0, outputs * feeds.length);
      this.#gpu.queue.submit([encoder.finish()]);
    }

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

  /**
   * The first elements of a shader's views, in words, or bytes of what is stored in bytes, and its constants; and in how many
   * workgroups it runs.
   */
  #givenTo({ arguments: views, constants = [], workgroups }: Shader, addressOf: AddressOf): Given {
    const places = views.map(({ buffer, offset }) => this.#startOf(buffer, addressOf) / BYTES[buffer.storage] + offset);
    return { own: [...places, ...constants], groups: workgroups.reduce((product, count) => product * count) };
  }

  #startOf(buffer: Buffer, addressOf: AddressOf): number {
    if (buffer.kind === "input") return this.#inputs.offsetOf(buffer.name);
    return buffer.kind === "output" ? this.#outputs.offsetOf(buffer.name) : addressOf(buffer);
  }
}

/** The text of a dispatch. */
export function codeOf({ shaders }: Planned): string {
  return shaders.length === 1 ? shaders[0].code : shaders[0].joint(membersOf(shaders.length));
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
