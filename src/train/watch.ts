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
  readonly #watching: readonly { callback: Callback; running: RunningCallback }[];
  kept: Kept | undefined;

  constructor(callbacks: readonly Callback[]) {
    this.#watching = callbacks.flatMap((callback) => {
      const running = callback.start?.();
      return running === undefined ? [] : { callback, running };
    });
  }

  /** Tells every callback that the last epoch of the history has ended. `weights` are those after it. */
  async epochEnd(history: History, weights: Weights): Promise<Stopped | undefined> {
    const last = history.at(-1) as Epoch;
    let stopped: Stopped | undefined;
    for (const { callback, running } of this.#watching) {
      const detail = await running.epochEnd?.({
        epoch: last,
        history,
        keepWeights: async () => {
          this.kept = { weights, epoch: last.epoch };
        },
      });
      if (detail === undefined) continue;
      stopped ??= { reason: callback.stops, epoch: last.epoch, callback: callback.name, detail };
    }
    return stopped;
  }

  /** Shows the epochs of an earlier run again, whose best weights are those that it gave back, of the epoch `best`. */
  async replay(history: History, weights: Weights, best: number): Promise<void> {
    for (let epochs = 1; epochs <= history.length; epochs++) await this.epochEnd(history.slice(0, epochs), weights);
    if (this.kept !== undefined) this.kept = { weights, epoch: best };
  }
}
