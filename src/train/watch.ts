import { ensembleMembers } from "../model/ensemble.ts";
import type { Signal } from "../signals/signal.ts";
import type { Callback, RunningCallback } from "./callback.ts";
import type { Epoch, History, Stopped } from "./history.ts";
import type { SavedRun } from "./saved-run.ts";
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
  /** The members of the ensemble that the run gives back, if there are any. */
  members: Kept[] = [];

  constructor(callbacks: readonly Callback[]) {
    this.#watching = callbacks.flatMap((callback) => {
      const running = callback.start?.();
      return running === undefined ? [] : { callback, running };
    });
  }

  /** Tells every callback that the last epoch of the history has ended. `weights` are those after it. */
  async epochEnd(history: History, weights: Weights, signals: readonly Signal[]): Promise<Stopped | undefined> {
    const last = history.at(-1) as Epoch;
    const own = signals.filter(({ epoch }) => epoch === last.epoch);
    let stopped: Stopped | undefined;
    for (const { callback, running } of this.#watching) {
      const detail = await running.epochEnd?.({
        epoch: last,
        history,
        signals: own,
        keepWeights: async () => {
          this.kept = { weights, epoch: last.epoch };
        },
        keepMember: async (most) => {
          this.members = [...this.members, { weights, epoch: last.epoch }].slice(-(most ?? Infinity));
        },
      });
      if (detail === undefined) continue;
      stopped ??= { reason: callback.stops, epoch: last.epoch, callback: callback.name, detail };
    }
    return stopped;
  }

  /** Shows the epochs of an earlier run again. What it gave back stands for the weights that were kept in them. */
  async replay({ history, signals, stopped, model, weights }: SavedRun): Promise<void> {
    for (let epochs = 1; epochs <= history.length; epochs++)
      await this.epochEnd(history.slice(0, epochs), weights, signals);
    const members = ensembleMembers(model) ?? [];
    if (this.kept !== undefined) this.kept = { weights, epoch: stopped.bestEpoch ?? stopped.epoch };
    this.members = (stopped.members ?? []).map((epoch, i) => ({ epoch, weights: members[i].parts.weights as Weights }));
  }
}
