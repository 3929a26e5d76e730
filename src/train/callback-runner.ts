import type { Weights } from "../formats/weights.ts";
import { refused } from "../options.ts";
import type { TrainedModel } from "../predict/trained-model.ts";
import type { Signal } from "../signals/signal.ts";
import type { Callback, RunningCallback, RunUnderWay } from "./callback.ts";
import { type Monitors, monitoredValue } from "./monitors.ts";
import type { Finding } from "./run/finding.ts";
import type { Epoch, History, Stopped } from "./run/history.ts";

/** Weights that a callback asked to keep. */
export interface KeptWeights {
  weights: Weights;
  epoch: number;
}

/** Several models as one. */
type Ensembles = typeof import("../predict/ensemble.ts");

/** Runs the callbacks of a training run, and holds the weights that they asked to keep. */
export class CallbackRunner {
  readonly running: readonly { callback: Callback; running: RunningCallback }[];
  readonly #signal: AbortSignal | undefined;
  readonly #monitors: Monitors;
  kept: KeptWeights | undefined;
  /** What was found by those that are told of steps, when the run has ended. */
  findings: readonly Finding[] | undefined;
  /** The members of the ensemble that the run gives back, if there are any. */
  members: KeptWeights[] = [];

  #loaded: Ensembles | undefined;

  /** A callback that does not come back is no longer waited for once `signal` is aborted. */
  constructor(callbacks: readonly Callback[], monitors: Monitors, signal?: AbortSignal, run?: RunUnderWay) {
    this.#signal = signal;
    this.#monitors = monitors;
    this.running = callbacks.flatMap((callback) => {
      const running = callback.start?.(run);
      return running === undefined ? [] : { callback, running };
    });
  }

  /**
   * Calls every callback at the end of the last epoch of `history`. `weights` are those after it, `signals` what was
   * recorded in it.
   */
  async epochEnd(history: History, weights: Weights, signals: readonly Signal[]): Promise<Stopped | undefined> {
    const last = history.at(-1) as Epoch;
    let stopped: Stopped | undefined;
    for (const { callback, running } of this.running) {
      const monitored = this.#monitors.find(`train: callbacks: ${callback.name}`, callback.monitor);
      const ended = running.epochEnd?.({
        epoch: last,
        history,
        monitored: { ...monitored, value: monitoredValue(last, monitored) ?? Number.NaN },
        signals,
        keepWeights: async () => {
          this.kept = { weights, epoch: last.epoch };
        },
        keepMember: async (most) => {
          this.members = [...this.members, { weights, epoch: last.epoch }].slice(-(most ?? Infinity));
        },
      });
      const detail = await untilAborted(ended, this.#signal);
      if (detail === undefined) continue;
      if (typeof detail !== "string")
        throw refused(`${callback.name}: epochEnd`, "a reason to stop, in words, or undefined to go on", detail);
      stopped ??= { reason: callback.stops, epoch: last.epoch, callback: callback.name, detail };
    }
    if (this.members.length > 0) await this.ensembles();
    return stopped;
  }

  /** The ensemble of the members as models; undefined without any. */
  joined(modelOf: (member: KeptWeights) => TrainedModel): TrainedModel | undefined {
    return this.members.length === 0 ? undefined : this.#loaded?.ensemble(this.members.map(modelOf));
  }

  /** Loaded with the first member, so that the end of a run waits for nothing. */
  async ensembles(): Promise<Ensembles> {
    this.#loaded ??= await import("../predict/ensemble.ts");
    return this.#loaded;
  }
}

/** What `work` gives, or undefined once `signal` is aborted before it is done. */
export async function untilAborted<T>(
  work: Promise<T> | undefined,
  signal: AbortSignal | undefined,
): Promise<T | undefined> {
  if (work === undefined || signal === undefined) return work;
  let stop = () => {};
  const aborted = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
