import { mapTensors } from "../graph/map-tensors.ts";
import type { DemandedIn, Fixed, Option, Options, ValuesOf } from "../options.ts";
import type { ArgumentsOf } from "../trick.ts";
import type { Change, Rule, Stage, State, StepContext, Tensors } from "./rule.ts";
import { type Schedule, schedulable } from "./schedule.ts";
import { rated, valuesAt } from "./values-at.ts";

/** Options as they are given: every number may be a schedule, unless it is fixed. */
export type Given<O extends Options> = {
  -readonly [K in keyof O]: O[K] extends Option<infer T>
    ? T extends number
      ? O[K] extends Fixed
        ? T
        : T | Schedule
      : T
    : never;
};

/** The arguments of a stage: options by name, of which the leading ones may be given by position. */
export type StageArguments<O extends Options, P extends readonly (keyof O)[]> = ArgumentsOf<Given<O>, P, DemandedIn<O>>;

/** The options of a stage, as they are checked: every number may be a schedule, unless it is fixed. */
export function scheduled(options: Options): Options {
  return mapTensors(options, schedulable);
}

/** The rule of one stage, from its first state and what it does in a step with the option values of that step. */
export function stageRule<O extends Options>(
  given: Given<O>,
  init: (params: Tensors) => State,
  update: (stage: Stage, values: ValuesOf<O>, at: StepContext) => Change,
): Rule {
  return {
    init,
    apply: (stage, at) => update(stage, valuesAt(given, at) as ValuesOf<O>, at),
    learningRate(at, parameter) {
      const { learningRate } = valuesAt(given, at) as { learningRate?: number };
      return learningRate === undefined ? undefined : rated(learningRate, at, parameter);
    },
  };
}
