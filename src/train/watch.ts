import type { Signal } from "../signals/signal.ts";
import type { Callback, RunningCallback } from "./callback.ts";
import type { Epoch, History, Stopped } from "./history.ts";
import type { Weights } from "./session.ts";

/** Weights that a callback asked to remember. */
export interface Kept {
  weights: Weights;
  epoch: number;
}

/** The callbacks of a run, and the weights that they asked to keep. */
export class Watch {
  readonly #running: readonly RunningCallback[];
  kept: Kept | undefined;

  constructor(callbacks: readonly Callback[]) {
    this.#running = callbacks.flatMap((callback) => callback.start?.() ?? []);
  }

  /** Tells every callback that the last epoch of the history has ended. `weights` are those after it. */
  async epochEnd(history: History, weights: Weights, signals: readonly Signal[] = []): Promise<Stopped | undefined> {
    const last = history.at(-1) as Epoch;
    const own = signals.filter(({ epoch }) => epoch === last.epoch);
    let stopped: Stopped | undefined;
    for (const callback of this.#running) {
      const reason = await callback.epochEnd?.({
        epoch: last,
        history,
        signals: own,
        keepWeights: async () => {
          this.kept = { weights, epoch: last.epoch };
        },
      });
      if (reason !== undefined) stopped ??= { reason: "early stopping", epoch: last.epoch, detail: reason };
    }
    return stopped;
  }

  /** Shows the epochs of an earlier run again, whose best weights are those that it gave back. */
  async replay(history: History, weights: Weights, signals: readonly Signal[] = []): Promise<void> {
    for (let epochs = 1; epochs <= history.length; epochs++)
      await this.epochEnd(history.slice(0, epochs), weights, signals);
  }
}
