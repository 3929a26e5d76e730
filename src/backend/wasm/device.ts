import { BYTES, type Storage } from "../../graph/primitives.ts";
import type { Program } from "../../graph/program.ts";
import { type Shape, sizeOf } from "../../graph/shape.ts";
import type { Buffer } from "../../plan/kernel.ts";
import { imageRulesFor } from "../../plan/lower/image-rules-for.ts";
import { type Plan, planning } from "../../plan/plan.ts";
import type { PlanOptions } from "../../plan/plan-options.ts";
import { inTurns } from "../../plan/schedule/in-turns.ts";
import { aligned } from "../../plan/schedule/layout.ts";
import type { Device, Executable, HostArray } from "../backend.ts";
import { checkFeed, closedError } from "../check.ts";
import { DeviceVariables } from "../device-variables.ts";
import { viewOf } from "../feed-layout.ts";
import { showBytes } from "../show-bytes.ts";
import { type AssembleOptions, type Assembly, assembling } from "./assemble.ts";
import { compiled } from "./compiled.ts";
import type { Engine } from "./engine.ts";
import { emitterFor } from "./kernels/index.ts";
import { DeviceMemory, MAXIMUM_PAGES } from "./memory.ts";
import { programKey } from "./program-key.ts";
import { Queue } from "./queue.ts";
import { type KnownProgram, recentModules } from "./recent-modules.ts";
import type { StepSize } from "./thread-choice.ts";
import type { Threads } from "./threads.ts";

/** What programs are compiled for. */
type Target = AssembleOptions & Required<Pick<PlanOptions, "winograd">>;

interface Region {
  at: number;
  bytes: number;
}

/** Ends the threads of devices that nobody refers to any more and nobody closed. */
const forgotten = new FinalizationRegistry<Threads>((threads) => void threads.close());

/** Runs programs as WebAssembly: one module a program, every thread runs all of it, no JavaScript between operations. */
export class WasmDevice implements Device {
  readonly description: string;
  readonly #memory: DeviceMemory;
  readonly #threads: Threads;
  readonly #target: Target;
  readonly #variables = new DeviceVariables();
  #arena: Region = { at: 0, bytes: 0 };
  #scratch: Region = { at: 0, bytes: 0 };
  #programs = 0;
  /** Settles when all earlier calls are done: a device does one thing at a time. */
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor({ threads, access, where }: Engine, target: Target) {
    this.#memory = new DeviceMemory(access);
    this.#threads = threads;
    forgotten.register(this, threads, this);
    const { relaxed, winograd } = target;
    this.#target = target;
    this.description = `wasm, ${where}, ${relaxed ? "relaxed SIMD" : "SIMD"}${winograd ? "" : ", direct convolutions"}`;
  }

  get free(): number {
    return this.#memory.free;
  }

  create(name: string, shape: Shape, storage: Storage, data?: ArrayLike<number>): Promise<void> {
    return this.#next(async () => {
      const size = sizeOf(shape);
      this.#variables.expectNew(name, size, data);
      this.#variables.add(name, {
        at: await this.#memory.allocate(size * BYTES[storage], `variable "${name}"`),
        size,
        storage,
      });
      if (data !== undefined) await this.#fill(name, data);
    });
  }

  write(name: string, data: ArrayLike<number>): Promise<void> {
    return this.#next(async () => {
      this.#variables.get(name, data);
      await this.#fill(name, data);
    });
  }

  readAll(names: readonly string[]): Promise<HostArray[]> {
    return Promise.all(names.map((name) => this.read(name)));
  }

  read(name: string): Promise<HostArray> {
    return this.#next(async () => {
      const { at, size, storage } = this.#variables.get(name);
      return this.#memory.access.read(at, size * BYTES[storage], (buffer, offset) =>
        viewOf(storage, buffer, offset, size).slice(),
      );
    });
  }

  compile(program: Program): Promise<Executable> {
    return this.#next(async () => {
      const target = this.#target;
      const { count } = this.#threads;
      const choosing = count > 1 ? await import("./thread-choice.ts") : undefined;
      const key = `${JSON.stringify([target, count > 1])}${programKey(program)}`;
      let made: Promise<Assembled> | undefined;
      const parts = () => (made ??= assembled(program, target)); // only where the module is not known
      const known = recentModules.find(key) ?? knownOf(await parts(), choosing?.stepSizeOf);
      const queue = new Queue(program);
      const perThread = aligned(known.scratchBytes);
      const allScratch = perThread * count;
      this.#checkFits({
        "inputs and outputs": queue.bytes,
        "intermediate results": this.#missing(this.#arena, known.arenaBytes),
        "scratch memory": this.#missing(this.#scratch, allScratch),
      });
      const at = await queue.place((bytes) => this.#memory.allocate(bytes, "a program's inputs and outputs"));
      this.#arena = await this.#atLeast(this.#arena, known.arenaBytes, "a program's intermediate results");
      this.#scratch = await this.#atLeast(this.#scratch, allScratch, "a program's scratch memory");
      const arena = this.#arena.at;

      const { shared } = this.#memory.access;
      const variables = program.variables.map(({ attributes: { name } }) => this.#variables.get(name));
      const places = JSON.stringify([at, arena, this.#scratch.at, shared, variables]);
      const code = async () => {
        const { plan, assembly } = await parts();
        const addressOf = (buffer: Buffer): number => {
          if (buffer.kind === "temporary") return arena + (plan.layout.offsets.get(buffer) as number);
          if (buffer.kind === "variable") return this.#variables.of(buffer).at;
          return buffer.kind === "input"
            ? at.inputs + queue.inputs.offsetOf(buffer.name)
            : at.outputs + queue.outputs.offsetOf(buffer.name);
        };
        const bytes = assembly.finish(
          {
            addressOf,
            scratch: this.#scratch.at,
            scratchBytes: perThread,
            inputs: { at: at.inputs, bytes: queue.inputs.bytes, feeds: at.feeds },
            outputs: { at: at.outputs, bytes: queue.outputs.bytes, results: at.results },
          },
          { initial: 1, maximum: MAXIMUM_PAGES, shared },
        );
        return compiled(bytes);
      };
      const module = known.modules.get(places) ?? (await code());
      recentModules.keep(key, known, places, module);
      const id = this.#programs++;
      await this.#threads.load(id, module);
      const choice = choosing && known.size && new choosing.ThreadChoice(known.size, count);
      const run = (steps: number) =>
        choice?.run(steps, (threads) => this.#threads.run(id, steps, threads)) ?? this.#threads.run(id, steps);
      return {
        run: (feeds) =>
          this.#next(() => {
            for (const feed of feeds) checkFeed(program, feed);
            return queue.run(feeds, at, this.#memory.access, run);
          }),
        async explain() {
          const { printGraph } = await import("../../graph/print.ts");
          const { makePlan } = await import("../../plan/make-plan.ts");
          const { printPlan } = await import("../../plan/print.ts");
          return `${printGraph(program)}\n\n${printPlan(makePlan(program, target))}`;
        },
      };
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    forgotten.unregister(this); // what it holds would hold this device in turn, with its memory: errors know where they were made
    await this.#threads.close();
  }

  /** Runs `work` after all earlier calls. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(() => {
      if (this.#closed) throw closedError();
      return work();
    });
    this.#last = result.catch(() => {});
    return result;
  }

  /** @throws a run error if a program takes more bytes than are left; the keys say what for. */
  #checkFits(needed: Readonly<Record<string, number>>): void {
    const parts = Object.entries(needed).map(([what, bytes]) => `${showBytes(bytes)} of ${what}`);
    const all = Object.values(needed).reduce((sum, bytes) => sum + bytes, 0);
    this.#memory.check(all, "a program", ` (${parts.join(", ")})`);
  }

  async #atLeast(region: Region, bytes: number, what: string): Promise<Region> {
    return bytes <= region.bytes ? region : { at: await this.#memory.allocate(bytes, what), bytes };
  }

  /** How many bytes have to be allocated for a region of at least `bytes`. */
  #missing(region: Region, bytes: number): number {
    return bytes <= region.bytes ? 0 : aligned(bytes);
  }

  #fill(name: string, data: ArrayLike<number>): Promise<void> {
    const { at, size, storage } = this.#variables.get(name);
    return this.#memory.access.write(at, size * BYTES[storage], (buffer, offset) => {
      viewOf(storage, buffer, offset, size).set(data);
    });
  }
}

/** A program's plan, and the code of its kernels. */
interface Assembled {
  plan: Plan;
  assembly: Assembly;
}

async function assembled(program: Program, target: Target): Promise<Assembled> {
  const { bySample } = program;
  const plan = await inTurns(planning(program, target, await imageRulesFor(program)));
  const emitKernel = await emitterFor(plan.phases.flat());
  return { plan, assembly: await inTurns(assembling(plan, emitKernel, { ...target, bySample })) };
}

function knownOf({ plan, assembly }: Assembled, sizeOf?: (plan: Plan) => StepSize): KnownProgram {
  const { scratchBytes } = assembly;
  return { scratchBytes, arenaBytes: plan.layout.bytes, size: sizeOf?.(plan), modules: new Map() };
}
