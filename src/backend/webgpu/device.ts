import { EvenkeelError, runError } from "../../errors.ts";
import { BYTES, type Storage } from "../../graph/primitives.ts";
import type { Program } from "../../graph/program.ts";
import { type Shape, sizeOf } from "../../graph/shape.ts";
import { imageRulesFor } from "../../plan/lower/image-rules-for.ts";
import { planning } from "../../plan/plan.ts";
import type { PlanOptions } from "../../plan/plan-options.ts";
import { inTurns } from "../../plan/schedule/in-turns.ts";
import { type Device, DeviceLost, type Executable, type HostArray } from "../backend.ts";
import { checkFeed, closedError } from "../check.ts";
import { DeviceVariables } from "../device-variables.ts";
import { viewOf } from "../feed-layout.ts";
import { arranged } from "./arranged.ts";
import { partsOf } from "./kernels/parts-of.ts";
import { GpuMemory, padded } from "./memory.ts";
import { Pipelines } from "./pipelines.ts";
import { plannedOf } from "./planned-of.ts";
import { GpuProgram } from "./program.ts";
import { shareProduct } from "./share-product.ts";
import { UntilLost } from "./until-lost.ts";

/** Convolutions are direct, long sums go in many parts, and equal kernels meet: a GPU has other limits than a core. */
export const PLANS: PlanOptions = {
  winograd: false,
  depthwise: false,
  partsOf,
  share: (kernel, temporary) => shareProduct(kernel, temporary, partsOf),
  arrange: arranged,
};

/** Frees what devices hold that nobody refers to any more and nobody closed. */
const forgotten = new FinalizationRegistry<GPUDevice>((gpu) => gpu.destroy());

/** Runs programs on a GPU: a compute shader for each kernel of the plan, up to 64 steps in one submission, or a part of a long one. */
export class WebgpuDevice implements Device {
  readonly description: string;
  readonly #first: number | undefined;
  readonly #gpu: GPUDevice;
  readonly #memory: GpuMemory;
  readonly #pipelines: Pipelines;
  readonly #variables = new DeviceVariables();
  readonly #programs: GpuProgram[] = [];
  readonly #untilLost: UntilLost;
  #arena = { at: 0, bytes: 0 };
  /** Settles when all earlier calls are done: a device does one thing at a time. */
  #last: Promise<unknown> = Promise.resolve();

  /** @param first flops of a program's first submissions, until one was timed. */
  constructor(gpu: GPUDevice, description: string, first?: number) {
    this.#first = first;
    this.#gpu = gpu;
    this.description = description;
    this.#memory = new GpuMemory(gpu);
    this.#pipelines = new Pipelines(gpu);
    this.#untilLost = new UntilLost(gpu.lost, ({ reason, message }) =>
      reason === "destroyed" ? closedError() : lostError(description, message),
    );
    forgotten.register(this, gpu, this);
  }

  get free(): number {
    return this.#memory.free;
  }

  create(name: string, shape: Shape, storage: Storage, data?: ArrayLike<number>): Promise<void> {
    return this.#next(async () => {
      const size = sizeOf(shape);
      this.#variables.expectNew(name, size, data);
      const at = await this.#memory.allocate(size * BYTES[storage], `variable "${name}"`);
      this.#variables.add(name, { at, size, storage });
      if (data !== undefined) this.#fill(name, data);
    });
  }

  write(name: string, data: ArrayLike<number>): Promise<void> {
    return this.#next(async () => {
      this.#variables.get(name, data);
      this.#fill(name, data);
    });
  }

  async read(name: string): Promise<HostArray> {
    return (await this.readAll([name]))[0];
  }

  readAll(names: readonly string[]): Promise<HostArray[]> {
    return this.#next(async () => {
      const places = names.map((name) => this.#variables.get(name));
      const read = await this.#memory.readAll(
        places.map(({ at, size, storage }) => ({ at, bytes: size * BYTES[storage] })),
      );
      return places.map(({ size, storage }, i) => viewOf(storage, read[i], 0, size));
    });
  }

  compile(program: Program): Promise<Executable> {
    return this.#next(async () => {
      for (const { attributes } of program.variables) this.#variables.get(attributes.name);
      const { phases, layout } = await inTurns(planning(program, PLANS, await imageRulesFor(program)));
      const missing = layout.bytes > this.#arena.bytes;
      if (missing) {
        // At least twice as large, where that fits: what programs of growing sizes leave behind stays below what the largest takes.
        const bytes = Math.max(layout.bytes, Math.min(2 * this.#arena.bytes, this.#memory.free / 2));
        const at = await this.#memory.allocate(bytes, "a program's intermediate results");
        this.#arena = { at, bytes };
      }
      const arena = this.#arena.at;
      const made = new GpuProgram(this.#gpu, this.#memory, this.#pipelines, program, this.#first);
      this.#programs.push(made);
      await made.prepare(plannedOf(phases, program.bySample), (buffer) =>
        buffer.kind === "variable" ? this.#variables.of(buffer).at : arena + (layout.offsets.get(buffer) as number),
      );
      return {
        run: (feeds) =>
          this.#next(() => {
            for (const feed of feeds) checkFeed(program, feed);
            return made.run(feeds);
          }),
        async explain() {
          const { printGraph } = await import("../../graph/print.ts");
          const { makePlan } = await import("../../plan/make-plan.ts");
          const { printPlan } = await import("../../plan/print.ts");
          return `${printGraph(program)}\n\n${printPlan(makePlan(program, PLANS))}\n\n${made.dispatches} dispatches a step`;
        },
      };
    });
  }

  async close(): Promise<void> {
    forgotten.unregister(this);
    this.#gpu.destroy(); // first, so that calls in progress are told that it is closed
    for (const program of this.#programs) program.destroy();
    this.#memory.destroy();
  }

  /** Runs `work` after all earlier calls; fails when the device is lost meanwhile, or refuses something. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(() => this.#untilLost.run(() => this.#told(work)));
    this.#last = result.catch(() => {});
    return result;
  }

  /** Does the work. What the GPU refuses of it is an error, in place of the wrong numbers that it would leave. */
  async #told<T>(work: () => Promise<T>): Promise<T> {
    this.#gpu.pushErrorScope("out-of-memory");
    this.#gpu.pushErrorScope("validation");
    let failed: Promise<GPUError | undefined> | undefined;
    const refused = async () => {
      const scopes = [this.#gpu.popErrorScope(), this.#gpu.popErrorScope()];
      const errors = await Promise.all(scopes.map((scope) => scope.catch(() => null)));
      return errors.find((error) => error !== null);
    };
    try {
      const result = await work().finally(() => {
        failed = refused();
      });
      const error = await failed;
      if (error === undefined) return result;
      throw refusedError(this.description, error.message);
    } catch (error) {
      if (error instanceof EvenkeelError) throw error;
      // Maps of a lost device may fail before it is said to be lost.
      return this.#untilLost.run(() => new Promise((_, fail) => setTimeout(fail, LAST_WORDS, error)));
    }
  }

  #fill(name: string, data: ArrayLike<number>): void {
    const { at, size, storage } = this.#variables.get(name);
    const bytes = new ArrayBuffer(padded(size * BYTES[storage]));
    viewOf(storage, bytes, 0, size).set(data);
    this.#gpu.queue.writeBuffer(this.#memory.buffer, at, bytes);
  }
}

/** Milliseconds after an error in which a device may still be said to be lost. */
const LAST_WORDS = 1000;

function refusedError(description: string, message: string): Error {
  return runError({
    where: description,
    expected: "a GPU that takes what is asked of it",
    received: message,
    fix: 'Use a smaller batch or a smaller model, or backend: "wasm".',
  });
}

function lostError(description: string, message: string): Error {
  return runError({
    where: description,
    expected: "a GPU that goes on",
    received: `a lost device${message === "" ? "" : `: ${message}`}`,
    fix: 'Do it again, or with backend: "wasm"; a run with a checkpoint goes on where it was saved.',
    cause: new DeviceLost(message),
  });
}
