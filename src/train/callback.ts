import type { Monitor } from "../model/monitor.ts";
import type { KnownProgress, Progress } from "../optimize/schedule.ts";
import { defined } from "../options/defined.ts";
import type { Options, ValuesOf } from "../options.ts";
import type { Signal } from "../signals/signal.ts";
import { traceSignals } from "../signals/trace-signals.ts";
import { checkDefinition } from "../trick/check-definition.ts";
import { type Instance, type NamedArguments, type TrickDefinition, trickMaker } from "../trick.ts";
import type { Monitored } from "./monitors.ts";
import type { NonFinite } from "./non-finite/non-finite.ts";
import type { StepRecord } from "./recorder.ts";
import type { Finding } from "./run/finding.ts";
import type { Epoch, Stopped } from "./run/history.ts";

/** What a callback sees and may do when an epoch has ended. */
export interface EpochEnd {
  /** The epoch that has ended. */
  epoch: Epoch;
  /** All epochs so far. It is the run's own: not to be changed. */
  history: readonly Epoch[];
  /**
   * The measure that the callback goes by, its `monitor`, or the loss: its name, its value after this epoch on the validation
   * set, or on the training set without one, and whether a larger one is better. NaN where it was not measured, as in
   * epochs before a run was resumed with other metrics.
   */
  monitored: Monitored & { value: number };
  /** What `signals` recorded in this epoch; empty without it. */
  signals: readonly Signal[];
  /** Remembers the weights as they are now; the run ends with the last ones remembered. */
  keepWeights(): Promise<void>;
  /** Makes the weights as they are now a member of the ensemble that the run gives back; of the last `most`, if given. */
  keepMember(most?: number): Promise<void>;
}

/** Watches a run. What it remembers of one run is made by `start`, once for each run. */
export interface Callback extends Instance {
  /** The reason reported when this callback stops a run: "early stopping" if it is one, else "aborted". */
  stops: Stopped["reason"];
  /** The measure that it goes by; the loss by default. */
  monitor?: Monitor;
  /** What it does in one run; called at its beginning. */
  start?(run?: RunUnderWay): RunningCallback;
  /** Whether it is told of every step. */
  ofSteps?: true;
  /**
   * Makes evaluation and the final model use a running average of the weights, computed in the compiled step: the weight
   * in [0, 1] of what the t-th step left.
   */
  average?(at: AveragePlace): number;
  /** Whether that average goes by the ends of epochs, so that one is not missed whose last step was not taken. */
  byEpochs: boolean;
  /** Drives the learning rate: the factor at a step. */
  rate?(at: RatePlace): number;
  /** Whether running statistics are estimated again for the average after this epoch (counted from 1). */
  reestimates?(epoch: number, at: KnownProgress): boolean;
  /** At which steps signals are recorded, and what records them. */
  signals?: RecordedSteps & { trace: typeof traceSignals };
}

/** The steps at which signals are recorded: the first and every n-th from there. */
export interface RecordedSteps {
  every: number;
  /** Decides instead, where it is there, by the number of a step, counted from 0. */
  at?(step: number, of: Progress): boolean;
}

/** The step at which the learning rate is asked for, counted from 0. */
export interface RatePlace extends KnownProgress {
  step: number;
}

/** The step after which an average is moved. */
export interface AveragePlace extends KnownProgress {
  /** t: how many steps were taken, this one included. Steps whose loss or gradient was not finite do not count. */
  step: number;
  /** Which step of the run it is, counted from 1; here all count. */
  position: number;
}

/** A run at its beginning, for a callback that looks into it: its `Training` and its `TrainingSession`. */
export interface RunUnderWay {
  readonly training: unknown;
  readonly session: unknown;
}

/** A callback within a run. */
export interface RunningCallback {
  /** What was found so far, for `run.findings`. */
  findings?: readonly Finding[];
  /** Some steps, in order, each once. Told where the definition says `ofSteps`; the run waits for it. */
  steps?(rows: readonly StepRecord[]): void | Promise<void>;
  /** A reason to stop, in words, or undefined. */
  epochEnd?(end: EpochEnd): Promise<string | undefined>;
  /** The run has ended. */
  end?(ended: RunEnded): Promise<void>;
}

/** A run at its end. */
export interface RunEnded {
  readonly stopped: Stopped;
  readonly history: readonly Epoch[];
  /** What was recorded in all of it. */
  readonly signals: readonly Signal[];
  readonly nonFinite: readonly NonFinite[];
  /** Steps that were done, and those of them that were not taken. */
  readonly place: { readonly steps: number; readonly skipped: number };
}

/** What a callback says of itself, and what it does in a run. */
export interface CallbackDefinition<O extends Options = Options> extends TrickDefinition<O> {
  /** "early stopping" for a callback that is one; "aborted" by default. */
  stops?: Stopped["reason"];
  /** The measure that it goes by, which has to be among those of the run; the loss by default. */
  monitor?(values: ValuesOf<O>): Monitor | undefined;
  /** What it does in one run, with state of its own. */
  start?(values: ValuesOf<O>, run?: RunUnderWay): RunningCallback;
  /** Set where it is told of every step. */
  ofSteps?: true;
  /** The weight in [0, 1] of what the t-th step left, in a running average that evaluation and the model take. */
  average?(at: AveragePlace, values: ValuesOf<O>): number;
  /** Set where the average goes by the ends of epochs. */
  byEpochs?: true;
  /** What the learning rate is multiplied by at a step counted from 0. */
  rate?(at: RatePlace, values: ValuesOf<O>): number;
  /** Whether running statistics are estimated again for the average after this epoch (counted from 1). */
  reestimates?(epoch: number, at: KnownProgress, values: ValuesOf<O>): boolean;
  /** At which steps signals are recorded: the first, and every n-th from there. */
  signals?(values: ValuesOf<O>): RecordedSteps;
}

/**
 * Defines a callback: `export const earlyStopping = defineCallback({ … })`, then `earlyStopping({ patience: 3 })`.
 * @param definition its name, summary, source and options, and `start`, which gives what is done after each epoch.
 * @throws a usage error for what is missing in the definition.
 * @example
 * const stopAt = defineCallback({
 *   name: "stopAt",
 *   summary: "Stops as soon as the training loss is low enough.",
 *   source: "by definition",
 *   options: { loss: positive(0.1, "the loss at which to stop") },
 *   start: ({ loss }) => ({
 *     async epochEnd({ epoch, keepWeights }) {
 *       await keepWeights();
 *       return epoch.train.loss < loss ? `the loss is ${epoch.train.loss}` : undefined;
 *     },
 *   }),
 * });
 * await train(model, data, { callbacks: [stopAt({ loss: 0.05 })] });
 */
export function defineCallback<O extends Options>(
  definition: CallbackDefinition<O>,
): ((...args: NamedArguments<O>) => Callback) & { definition: CallbackDefinition<O> } {
  checkDefinition("defineCallback", definition);
  const {
    start,
    monitor,
    average,
    rate,
    reestimates,
    signals,
    ofSteps,
    stops = "aborted",
    byEpochs = false,
  } = definition;
  return trickMaker(
    definition,
    (values: ValuesOf<O>): Omit<Callback, keyof Instance> => ({
      stops,
      byEpochs,
      ...defined({
        monitor: monitor?.(values),
        ofSteps,
        start: start && ((run?: RunUnderWay) => start(values, run)),
        average: average && ((at: AveragePlace) => average(at, values)),
        rate: rate && ((at: RatePlace) => rate(at, values)),
        reestimates: reestimates && ((epoch: number, at: KnownProgress) => reestimates(epoch, at, values)),
        signals: signals && { ...signals(values), trace: traceSignals },
      }),
    }),
  );
}
