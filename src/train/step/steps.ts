import type { Executable, Feed } from "../../backend/backend.ts";
import { once } from "../../once.ts";
import { SCALARS, type StepPlace } from "../../optimize/step/trace-update.ts";
import { defined } from "../../options/defined.ts";
import { seedKey } from "../../random.ts";
import type { Signal } from "../../signals/signal.ts";
import type { Callback } from "../callback.ts";
import { withFittingBatch } from "../prepare/check-memory.ts";
import { measuresOf } from "./measures-of.ts";
import { type SessionParts, samplesOf } from "./session-parts.ts";
import type { SessionVariables } from "./session-variables.ts";
import type { StepResult } from "./step-result.ts";
import { HALTED, type StepKind, type TracedStep, traceStep } from "./trace-step.ts";

type StepProgram = Pick<TracedStep, "scalarsAt" | "signals"> & { executable: Executable };

/** Takes steps of training; programs for each kind of step are compiled as they are first needed. */
export class Steps {
  readonly #parts: SessionParts;
  readonly #variables: SessionVariables;
  readonly #programs = new Map<string, Promise<StepProgram>>();
  readonly #recorded: Callback["signals"];
  /** What was recorded of the layers so far. */
  readonly signals: Signal[] = [];

  constructor(parts: SessionParts, variables: SessionVariables) {
    this.#parts = parts;
    this.#variables = variables;
    this.#recorded = parts.callbacks.find(({ signals }) => signals !== undefined)?.signals;
  }

  /**
   * Trains on one batch after another, up to the first one whose step is not taken: its result is the last one, and has
   * `finite` 0. `at` is the place of the first.
   */
  async take(batches: readonly Uint32Array[], at: StepPlace): Promise<StepResult[]> {
    const results: StepResult[] = [];
    const { every = Number.NaN, at: asked } = this.#recorded ?? {};
    const kindOf = (i: number) => ({
      size: batches[i].length,
      watched: asked?.(at.step + i, this.#parts.progress) ?? (at.step + i) % every === 0,
      exact: false,
    });
    while (results.length < batches.length && results.at(-1)?.finite !== 0) {
      const [done, kind] = [results.length, kindOf(results.length)];
      const place = (i: number) => ({ step: at.step + i, taken: at.taken + i });
      const end = batches.findIndex((_, i) => i > done && !sameKind(kindOf(i), kind));
      results.push(...(await this.#run(kind, batches.slice(done, end === -1 ? undefined : end), place(done))));
      if (results.at(-1)?.finite === 1) continue;
      // The square of a finite gradient may have overflowed. A program that costs more can tell.
      const last = results.length - 1;
      [results[last]] = await this.#run({ ...kind, exact: true }, [batches[last]], place(last));
    }
    return results;
  }

  /** What was made of a step on batches of this size. */
  async explain(size: number): Promise<string> {
    return (await this.#program({ size, watched: false, exact: false })).executable.explain();
  }

  /** Steps of one kind, up to the first one that is not taken. */
  async #run(kind: StepKind, group: readonly Uint32Array[], from: StepPlace): Promise<StepResult[]> {
    const { executable, scalarsAt, signals } = await this.#program(kind);
    const feeds = group.map((indices, i) =>
      feedOf(this.#parts.seed, indices, { step: from.step + i, taken: from.taken + i }, scalarsAt),
    );
    const results: StepResult[] = [];
    for (const [i, fetched] of (await executable.run(feeds)).entries()) {
      results.push(measuresOf(fetched) as StepResult);
      const taken = results[i].finite === 1;
      if (signals !== undefined && (taken || kind.exact))
        for (const row of signals.read(fetched, this.#placeOf(from.step + i))) this.signals.push(row);
      if (taken) continue;
      await this.#parts.device.write(HALTED, [0]);
      break;
    }
    return results;
  }

  /** The step and the epoch, both counted from 1, as users count. */
  #placeOf(step: number): { step: number; epoch: number } {
    const { stepsPerEpoch = Infinity } = this.#parts.progress;
    return { step: step + 1, epoch: Math.floor(step / stepsPerEpoch) + 1 };
  }

  #program(kind: StepKind): Promise<StepProgram> {
    return once(this.#programs, JSON.stringify(kind), async () => {
      const samples = samplesOf(this.#parts, "train");
      const parts = { ...this.#parts, samples, variables: this.#variables, traceSignals: this.#recorded?.trace };
      const { program, ...traced } = traceStep(parts, kind);
      const executable = await this.#parts.device.compile(program).catch((error) => {
        throw withFittingBatch(error, kind.size);
      });
      return { executable, ...traced };
    });
  }
}

/** What a step on a batch is fed with. */
export function feedOf(seed: number, indices: Uint32Array, at: StepPlace, scalarsAt: TracedStep["scalarsAt"]): Feed {
  const [low, high] = seedKey(seed);
  return { indices, key: Uint32Array.of(low, high, at.step), ...defined({ [SCALARS]: scalarsAt?.(at) }) };
}

function sameKind(a: StepKind, b: StepKind): boolean {
  return a.size === b.size && a.watched === b.watched;
}
