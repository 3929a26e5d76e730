import { runError, usageError } from "../../errors.ts";
import type { Storage } from "../../graph/primitives.ts";
import { printGraph } from "../../graph/print.ts";
import type { Program } from "../../graph/program.ts";
import { type Shape, sizeOf } from "../../graph/shape.ts";
import type { Buffer } from "../../plan/kernel.ts";
import { type PlanOptions, planning } from "../../plan/plan.ts";
import { printPlan } from "../../plan/print.ts";
import { inTurns } from "../../plan/schedule/in-turns.ts";
import { aligned } from "../../plan/schedule/layout.ts";
import type { Device, Executable, Feed, Fetched, HostArray } from "../backend.ts";
import { checkFeed, missingVariable } from "../check.ts";
import { cores } from "../cores.ts";
import { type AssembleOptions, assembling } from "./assemble.ts";
import { BYTES } from "./kernels/expression.ts";
import { DeviceMemory, directAccess, MAXIMUM_PAGES, type MemoryAccess, showBytes, withLimits } from "./memory.ts";
import { Record as FeedRecord, viewOf } from "./record.ts";
import { hasRelaxedSimd } from "./relaxed.ts";
import { closedError, openAlone, openInline, openThreads, type Threads } from "./threads.ts";
import { hasWorkers } from "./worker-port.ts";

export interface WasmOptions {
  /**
   * How many threads compute, at most 256. 0: the calling thread itself, which blocks meanwhile; meant for small programs. By default
   * as many as the machine has cores. Where memory cannot be shared (a page without cross-origin isolation) it is one;
   * where no workers may be started (Node.js under permissions, without --allow-worker) it is 0.
   */
  threads?: number | undefined;
  /**
   * Whether multiply-and-add may round once, where the engine can: faster, and the same bits only on machines that can.
   * True by default.
   */
  relaxedSimd?: boolean | undefined;
  /**
   * Whether 3×3 convolutions of stride 1 are computed in Winograd's form where it fits: two to four times as fast, with
   * errors of about 1e-6 of the largest value in place of 2e-7. True by default.
   */
  winograd?: boolean | undefined;
}

export async function openWasm({ threads, relaxedSimd = true, winograd = true }: WasmOptions = {}): Promise<Device> {
  checkPlatform();
  const available = await cores();
  const count = threads ?? available;
  const relaxed = relaxedSimd && (await hasRelaxedSimd());
  return new WasmDevice(await openEngine(count), { relaxed, winograd, crowded: count > available });
}

function checkPlatform(): void {
  if (typeof WebAssembly !== "undefined") return;
  throw runError({
    where: "the engine",
    expected: "WebAssembly",
    received: "a platform without it",
    fix: 'Run Node.js without --jitless, or choose backend: "reference", which is slow.',
  });
}

/** What programs are compiled for. */
type Target = AssembleOptions & Required<PlanOptions>;

interface Engine {
  threads: Threads;
  access: MemoryAccess;
  /** Of which kind the threads are, for reports. */
  where: string;
}

async function openEngine(count: number): Promise<Engine> {
  const shares = typeof SharedArrayBuffer !== "undefined";
  if (count > 0 && hasWorkers() && !shares)
    return { ...(await withLimits(false, openAlone)), where: "1 thread without shared memory" };
  const shared = count > 0 && hasWorkers();
  const { memory, access } = await withLimits(shared, (limits) => {
    const memory = new WebAssembly.Memory(limits);
    return { memory, access: directAccess(memory, limits) };
  });
  const threads = shared ? await openThreads(memory, count) : openInline(memory);
  return { threads, access, where: threads.count === 1 ? "1 thread" : `${threads.count} threads` };
}

interface Variable {
  at: number;
  size: number;
  storage: Storage;
}

interface Region {
  at: number;
  bytes: number;
}

/** Ends the threads of devices that nobody can use any more, where nobody closed them. */
const forgotten = new FinalizationRegistry<Threads>((threads) => void threads.close());

/** Bytes of feeds and results that lie ready for one call into the engine. */
const QUEUE_BYTES = 1 << 20;
const QUEUE_STEPS = 64;

/** Runs programs as WebAssembly: one module a program, every thread runs all of it, no JavaScript between operations. */
class WasmDevice implements Device {
  readonly description: string;
  readonly precision = "float32";
  readonly #memory: DeviceMemory;
  readonly #threads: Threads;
  readonly #target: Target;
  readonly #variables = new Map<string, Variable>();
  #arena: Region = { at: 0, bytes: 0 };
  #scratch: Region = { at: 0, bytes: 0 };
  #programs = 0;
  /** The end of what was asked for before: a device does one thing at a time. */
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor({ threads, access, where }: Engine, target: Target) {
    this.#memory = new DeviceMemory(access);
    this.#threads = threads;
    forgotten.register(this, threads);
    const { relaxed, winograd } = target;
    this.#target = target;
    this.description = `wasm, ${where}, ${relaxed ? "relaxed SIMD" : "SIMD"}${winograd ? "" : ", direct convolutions"}`;
  }

  get free(): number {
    return this.#memory.free;
  }

  create(name: string, shape: Shape, storage: Storage, data?: ArrayLike<number>): Promise<void> {
    return this.#next(async () => {
      if (this.#variables.has(name))
        throw runError({ where: `variable "${name}"`, expected: "a new name", received: "one in use" });
      const size = sizeOf(shape);
      if (data !== undefined) checkLength(name, size, data);
      this.#variables.set(name, {
        at: await this.#memory.allocate(size * BYTES[storage], `variable "${name}"`),
        size,
        storage,
      });
      if (data !== undefined) await this.#fill(name, data);
    });
  }

  write(name: string, data: ArrayLike<number>): Promise<void> {
    return this.#next(async () => {
      checkLength(name, this.#variable(name).size, data);
      await this.#fill(name, data);
    });
  }

  read(name: string): Promise<HostArray> {
    return this.#next(async () => {
      const { at, size, storage } = this.#variable(name);
      return this.#memory.access.read(at, size * BYTES[storage], (buffer, offset) =>
        viewOf(storage, buffer, offset, size).slice(),
      );
    });
  }

  compile(program: Program): Promise<Executable> {
    return this.#next(async () => {
      const plan = await inTurns(planning(program, this.#target));
      const assembly = await inTurns(assembling(plan, this.#target));
      const inputs = new FeedRecord(program.inputs.map(({ attributes, shape }) => ({ ...attributes, shape })));
      const outputs = new FeedRecord(
        Object.entries(program.outputs).map(([name, { shape }]) => ({ name, shape, storage: "float" as const })),
      );
      const steps = Math.max(
        1,
        Math.min(QUEUE_STEPS, Math.floor(QUEUE_BYTES / Math.max(inputs.bytes, outputs.bytes, 1))),
      );
      const perThread = aligned(assembly.scratchBytes);
      const needed = {
        "inputs and outputs": (inputs.bytes + outputs.bytes) * (steps + 1),
        "intermediate results": this.#missing(this.#arena, plan.layout.bytes),
        "scratch memory": this.#missing(this.#scratch, perThread * this.#threads.count),
      };
      const parts = Object.entries(needed).map(([what, bytes]) => `${showBytes(bytes)} of ${what}`);
      const all = Object.values(needed).reduce((sum, bytes) => sum + bytes, 0);
      this.#memory.check(all, "a program", ` (${parts.join(", ")})`);
      const block = (bytes: number) => this.#memory.allocate(bytes, "a program's inputs and outputs");
      const at = {
        inputs: await block(inputs.bytes),
        feeds: await block(inputs.bytes * steps),
        outputs: await block(outputs.bytes),
        results: await block(outputs.bytes * steps),
      };
      this.#arena = await this.#atLeast(this.#arena, plan.layout.bytes, "a program's intermediate results");
      this.#scratch = await this.#atLeast(this.#scratch, perThread * this.#threads.count, "a program's scratch memory");
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
        { initial: 1, maximum: MAXIMUM_PAGES, shared: this.#memory.access.shared },
      );
      const id = this.#programs++;
      await this.#threads.load(id, await compiled(bytes));

      const runSome = async (feeds: readonly Feed[]): Promise<Fetched[]> => {
        const { access } = this.#memory;
        await access.write(at.feeds, feeds.length * inputs.bytes, (buffer, offset) => {
          feeds.forEach((feed, i) => {
            inputs.write(buffer, offset + i * inputs.bytes, feed);
          });
        });
        await this.#threads.run(id, feeds.length);
        return access.read(at.results, feeds.length * outputs.bytes, (buffer, offset) =>
          feeds.map((_, i) => outputs.read(buffer, offset + i * outputs.bytes)),
        );
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

  async #atLeast(region: Region, bytes: number, what: string): Promise<Region> {
    return bytes <= region.bytes ? region : { at: await this.#memory.allocate(bytes, what), bytes };
  }

  /** What has to be allocated for a region of at least so many bytes. */
  #missing(region: Region, bytes: number): number {
    return bytes <= region.bytes ? 0 : aligned(bytes);
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

  #fill(name: string, data: ArrayLike<number>): Promise<void> {
    const { at, size, storage } = this.#variable(name);
    return this.#memory.access.write(at, size * BYTES[storage], (buffer, offset) => {
      viewOf(storage, buffer, offset, size).set(data);
    });
  }
}

async function compiled(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw runError({
      where: "engine",
      expected: "a module that this platform compiles",
      received: cause instanceof Error ? cause.message : String(cause),
      fix: "WebAssembly SIMD is needed; on a page, a Content-Security-Policy must allow 'wasm-unsafe-eval'.",
      cause,
    });
  }
}

function checkLength(name: string, size: number, { length }: ArrayLike<number>): void {
  if (length !== size)
    throw usageError({ where: `variable "${name}"`, expected: `${size} numbers`, received: `${length}` });
}
