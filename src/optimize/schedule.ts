import * as v from "valibot";
import type { Monitor } from "../model/monitor.ts";
import { defined } from "../options/defined.ts";
import { custom, type Demanded, type Option, type Options, refused, type ValuesOf } from "../options.ts";
import { checkDefinition } from "../trick/check-definition.ts";
import { isInstance } from "../trick/instance.ts";
import { type Arguments, type Instance, type TrickDefinition, trickMaker } from "../trick.ts";

/** What a schedule can know of the training run. */
export interface Progress {
  /** Steps in one epoch; 1 if only steps count. */
  stepsPerEpoch?: number;
  /** Steps in the whole training run, for schedules that need its end. */
  totalSteps?: number;
  /** The validation loss (without a validation set, the training loss) after each epoch so far. */
  losses?: readonly number[];
  /** The same of another measure of the run, as numbers to make small: negative where a larger one is better. */
  monitored?: (monitor: Monitor) => readonly number[];
  /** Where a callback drives the learning rate: the rate at a step counted from 0, from the one that was given. */
  rate?: (step: number, given: number) => number;
}

/** A number that changes with the step: any numeric hyper-parameter of an optimizer takes one. */
export interface Schedule extends Instance {
  /** The measure of the run that it goes by, if it goes by another one than the loss. */
  monitor?: Monitor;
  /** The value in force during `step`, counted from 0. */
  at(step: number, progress?: Progress): number;
}

/** What a schedule says of itself, and its value at each step. */
export interface ScheduleDefinition<O extends Options = Options> extends TrickDefinition<O> {
  /** Throws where options do not fit together. */
  check?(values: ValuesOf<O>): void;
  /** The measure that it goes by, which has to be among those of the run; the loss by default. */
  monitor?(values: ValuesOf<O>): Monitor | undefined;
  /** The value during `step`, counted from 0. */
  at(step: number, values: ValuesOf<O>, progress: KnownProgress): number;
}

/** Progress as the definition of a schedule sees it. */
export type KnownProgress = Required<Pick<Progress, "stepsPerEpoch">> & Progress;

/**
 * Defines a schedule: a number that changes with the step, for any number among the options of an optimizer.
 * @param definition its name, summary, source and options, and `at`. Options named in `positional` may be given without their
 * names.
 * @throws a usage error for what is missing in the definition.
 * @example
 * const inverseRoot = defineSchedule({
 *   name: "inverseRoot",
 *   summary: "Falls with the root of the step.",
 *   source: "by definition",
 *   options: { initial: positive(undefined, "the first value") },
 *   positional: ["initial"],
 *   at: (step, { initial }) => initial / Math.sqrt(1 + step),
 * });
 * await train(model, data, { optimizer: sgd({ learningRate: inverseRoot(0.1) }) });
 */
export function defineSchedule<O extends Options, const P extends readonly (keyof O)[] = []>(
  definition: ScheduleDefinition<O> & { positional?: P },
): ((...args: Arguments<O, P>) => Schedule) & { definition: ScheduleDefinition<O> } {
  checkDefinition("defineSchedule", definition, ["at"]);
  return trickMaker(definition, (values: ValuesOf<O>) => {
    definition.check?.(values);
    return {
      ...defined({ monitor: definition.monitor?.(values) }),
      at(step: number, progress: Progress = {}) {
        const value = definition.at(step, values, { stepsPerEpoch: 1, ...progress });
        const isAsked = step < (progress.totalSteps ?? 0); // beyond, it may have no value
        if (isAsked && !Number.isFinite(value)) throw refused(`${definition.name} at step ${step}`, "a number", value);
        return value;
      },
    };
  });
}

export function isSchedule(value: unknown): value is Schedule {
  return isInstance(value) && "at" in value;
}

/** An option that takes a number or a schedule, which must be given. */
export function scheduleOption(doc: string): Option<number | Schedule> & Demanded {
  return custom(
    v.union([v.pipe(v.number(), v.finite()), v.custom<Schedule>(isSchedule)]),
    undefined,
    "a number or a schedule",
    doc,
    ["schedules"],
  );
}

/** The same option, which also takes a schedule where it takes a number. */
export function schedulable(option: Option<unknown>): Option<unknown> {
  if (option.fixed || (typeof option.fallback !== "number" && !/number/.test(option.accepts))) return option;
  return {
    ...option,
    schema: v.union([option.schema, v.custom(isSchedule)]),
    accepts: `${option.accepts}, or a schedule`,
    takes: ["schedules"],
  };
}
