import type { Tensor } from "../graph/tensor.ts";
import type { Options, ValuesOf } from "../options.ts";
import { resolveOptions } from "../options.ts";
import type { Signal } from "../signals/signal.ts";
import { type Instance, instantiate, type Trick } from "../trick.ts";
import type { Epoch, History } from "./history.ts";

/** What a callback sees and may do when an epoch has ended. */
export interface EpochEnd {
  epoch: Epoch;
  history: History;
  /** What `signals` recorded in this epoch; empty without it. */
  signals: readonly Signal[];
  /** Remembers the weights as they are now; the run ends with the last ones remembered. */
  keepWeights(): Promise<void>;
}

/** Watches a run. A callback may carry state: it is made anew for each run by `start`. */
export interface Callback extends Instance {
  start?(): RunningCallback;
  /** A running average of the weights, computed in the compiled step; evaluation and the final model use it. */
  average?(average: Tensor, weight: Tensor, step: number): Tensor;
  /** At which steps signals are recorded: the first, and every n-th from there. */
  signals?: { every: number };
}

export interface RunningCallback {
  /** A reason to stop, in words, or undefined. */
  epochEnd?(end: EpochEnd): Promise<string | undefined>;
}

export interface CallbackDefinition<O extends Options = Options> extends Trick<O> {
  start?(values: ValuesOf<O>): RunningCallback;
  average?(at: { average: Tensor; weight: Tensor; step: number }, values: ValuesOf<O>): Tensor;
  signals?(values: ValuesOf<O>): { every: number };
}

/** Defines a callback: `export const earlyStopping = defineCallback({ … })`, then `earlyStopping({ patience: 3 })`. */
export function defineCallback<O extends Options>(
  definition: CallbackDefinition<O>,
): ((options?: Partial<ValuesOf<O>>) => Callback) & { definition: CallbackDefinition<O> } {
  const make = (options: Partial<ValuesOf<O>> = {}): Callback => {
    const values = resolveOptions(definition.name, definition.options, options);
    const { start, average, signals } = definition;
    return instantiate(definition as unknown as Trick, values, {
      ...(start === undefined ? {} : { start: () => start(values) }),
      ...(average === undefined
        ? {}
        : {
            average: (before: Tensor, weight: Tensor, step: number) =>
              average({ average: before, weight, step }, values),
          }),
      ...(signals === undefined ? {} : { signals: signals(values) }),
    });
  };
  return Object.assign(make, { definition });
}
