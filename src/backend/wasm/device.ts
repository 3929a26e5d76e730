import { runError, usageError } from "../../errors.ts";
import type { Storage } from "../../graph/primitives.ts";
import { printGraph } from "../../graph/print.ts";
import type { Program } from "../../graph/program.ts";
import { type Shape, sizeOf } from "../../graph/shape.ts";
import type { Buffer } from "../../plan/kernel.ts";
import { aligned } from "../../plan/layout.ts";
import { makePlan } from "../../plan/plan.ts";
import { printPlan } from "../../plan/print.ts";
import type { Device, Executable, Feed, Fetched, HostArray } from "../backend.ts";
import { checkFeed, missingVariable } from "../check.ts";
import { cores } from "../cores.ts";
import { assemble } from "./assemble.ts";
import { BYTES } from "./kernels/expression.ts";
import { DeviceMemory, MAXIMUM_PAGES } from "./memory.ts";
import { Record as FeedRecord, viewOf } from "./record.ts";
import { hasRelaxedSimd } from "./relaxed.ts";
import { closedError, openInline, openThreads, type Threads } from "./threads.ts";

export interface WasmOptions {
  /**
   * How many threads compute. 0: the calling thread itself, which blocks meanwhile; meant for small programs. By default
   * as many as the machine has cores, or 0 where memory cannot be shared.
   */
  threads?: number;
  /**
   * Whether multiply-and-add may round once, where the engine can: faster, and the same bits only on machines that can.
   * True by default.
   */
  relaxedSimd?: boolean;
}

export async function openWasm({ threads, relaxedSimd = true }: WasmOptions = {}): Promise<Device> {
  const count = typeof SharedArrayBuffer === "undefined" ? 0 : (threads ?? (await cores()));
  const relaxed = relaxedSimd && (await hasRelaxedSimd());
  const memory = new DeviceMemory(count > 0);
  const pool = count > 0 ? await openThreads(memory.memory, count) : openInline(memory.memory);
  return new WasmDevice(memory, pool, relaxed);
}

interface Variable {
  at: number;
  size: number;
  storage: Storage;
}

/** Bytes of feeds and results that lie ready for one call into the engine. */
const QUEUE_BYTES = 1 << 20;
const QUEUE_STEPS = 64;

/** Runs programs as WebAssembly: one module a program, every thread runs all of it, no JavaScript between operations. */
class WasmDevice implements Device {
  readonly description: string;
  readonly precision = "float32";
  readonly #memory: DeviceMemory;
  readonly #threads: Threads;
  readonly #relaxed: boolean;
  readonly #variables = new Map<string, Variable>();
  #arena = { at: 0, bytes: 0 };
  #scratch = { at: 0, bytes: 0 };
  #programs = 0;
  /** The end of what was asked for before: a device does one thing at a time. */
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(memory: DeviceMemory, threads: Threads, relaxed: boolean) {
    this.#memory = memory;
    this.#threads = threads;
    this.#relaxed = relaxed;
    const where = threads.count === 1 ? "1 thread" : `${threads.count} threads`;
    this.description = `wasm, ${where}, ${relaxed ? "relaxed SIMD" : "SIMD"}`;
  }

  create(name: string, shape: Shape, storage: Storage, data?: ArrayLike<number>): Promise<void> {
    return this.#next(async () => {
      if (this.#variables.has(name))
        throw runError({ where: `variable "${name}"`, expected: "a new name", received: "one in use" });
      const size = sizeOf(shape);
      if (data !== undefined) checkLength(name, size, data);
      this.#variables.set(name, {
        at: this.#memory.allocate(size * BYTES[storage], `variable "${name}"`),
        size,
        storage,
      });
      if (data !== undefined) this.#view(name).set(data);
    });
  }

  write(name: string, data: ArrayLike<number>): Promise<void> {
    return this.#next(async () => {
      checkLength(name, this.#variable(name).size, data);
      this.#view(name).set(data);
    });
  }

  read(name: string): Promise<HostArray> {
    return this.#next(async () => this.#view(name).slice());
  }

  compile(program: Program): Promise<Executable> {
    return this.#next(async () => {
      const plan = makePlan(program);
      const assembly = assemble(plan, { relaxed: this.#relaxed });
      const inputs = new FeedRecord(program.inputs.map(({ attributes, shape }) => ({ ...attributes, shape })));
      const outputs = new FeedRecord(
        Object.entries(program.outputs).map(([name, { shape }]) => ({ name, shape, storage: "float" as const })),
      );
      const steps = Math.max(
        1,
        Math.min(QUEUE_STEPS, Math.floor(QUEUE_BYTES / Math.max(inputs.bytes, outputs.bytes, 1))),
      );
      const block = (bytes: number) => this.#memory.allocate(bytes, "a program's inputs and outputs");
      const at = {
        inputs: block(inputs.bytes),
        feeds: block(inputs.bytes * steps),
        outputs: block(outputs.bytes),
        results: block(outputs.bytes * steps),
      };
      this.#arena = this.#atLeast(this.#arena, plan.layout.bytes, "a program's intermediate results");
      const perThread = aligned(assembly.scratchBytes);
      this.#scratch = this.#atLeast(this.#scratch, perThread * this.#threads.count, "a program's scratch memory");
      const arena = this.#arena.at;

      const addressOf = (buffer: Buffer): number => {
        if (buffer.kind === "temporary") return arena + (plan.layout.offsets.get(buffer) as number);
        if (buffer.kind === "variable") return this.#variableOf(buffer).at;
        return buffer.kind === "input"
          ? at.inputs + inputs.offsetOf(buffer.name)
          : at.outputs + outputs.offsetOf(buffer.name);
      };
      const bytes = assembly.finish(
        {
          addressOf,
          scratch: this.#scratch.at,
          scratchBytes: perThread,
          inputs: { at: at.inputs, bytes: inputs.bytes, feeds: at.feeds },
          outputs: { at: at.outputs, bytes: outputs.bytes, results: at.results },
        },
        { initial: 1, maximum: MAXIMUM_PAGES, shared: this.#memory.shared },
      );
      const id = this.#programs++;
      await this.#threads.load(id, await WebAssembly.compile(bytes));

      const runSome = async (feeds: readonly Feed[]): Promise<Fetched[]> => {
        feeds.forEach((feed, i) => {
          inputs.write(this.#memory.buffer, at.feeds + i * inputs.bytes, feed);
        });
        await this.#threads.run(id, feeds.length);
        return feeds.map((_, i) => outputs.read(this.#memory.buffer, at.results + i * outputs.bytes));
      };
      return {
        run: (feeds) =>
          this.#next(async () => {
            for (const feed of feeds) checkFeed(program, feed);
            const results: Fetched[] = [];
            for (let i = 0; i < feeds.length; i += steps) results.push(...(await runSome(feeds.slice(i, i + steps))));
            return results;
          }),
        explain: () => `${printGraph(program)}\n\n${printPlan(plan)}`,
      };
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#threads.close();
  }

  /** Runs `work` when everything asked for before is done. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(() => {
      if (this.#closed) throw closedError();
      return work();
    });
    this.#last = result.catch(() => {});
    return result;
  }

  #atLeast(region: { at: number; bytes: number }, bytes: number, what: string): { at: number; bytes: number } {
    return bytes <= region.bytes ? region : { at: this.#memory.allocate(bytes, what), bytes };
  }

  #variable(name: string): Variable {
    return this.#variables.get(name) ?? missingVariable(name);
  }

  /** The variable that a program means, if it is what was created under that name. */
  #variableOf({ name, size, storage }: Buffer): Variable {
    const variable = this.#variable(name);
    if (variable.size === size && variable.storage === storage) return variable;
    throw runError({
      where: `variable "${name}"`,
      expected: `a program that has it as it was created, ${variable.size} numbers stored as ${variable.storage}`,
      received: `${size} stored as ${storage}`,
    });
  }

  #view(name: string): Exclude<HostArray, Float64Array> {
    const { at, size, storage } = this.#variable(name);
    return viewOf(storage, this.#memory.buffer, at, size);
  }
}

function checkLength(name: string, size: number, { length }: ArrayLike<number>): void {
  if (length !== size)
    throw usageError({ where: `variable "${name}"`, expected: `${size} numbers`, received: `${length}` });
}
