import { runError } from "../../errors.ts";
import { constant, input, type Tensor, withConstants } from "../../graph/tensor.ts";

/** A traced rule: numbers that change from step to step are fed to it, all others are compiled in. */
export interface Hoisted<T, S> {
  traced: T;
  /** The numbers to feed at a step, in float64; undefined if none changes. */
  scalarsAt?(step: S): Float64Array;
}

/**
 * Traces a rule that is written with plain numbers (`1 - b1 ** step`), of which some depend on the step.
 *
 * The rule is traced at several sample steps. A number that differs between them becomes an element of the input `name`,
 * and its value at a step is found by tracing again, with `numbersOnly`. So rules read as in the papers, schedules may
 * drive any of their numbers, everything scalar is computed in float64, and no step is compiled again.
 */
export function hoistScalars<T, S>(
  name: string,
  sampleSteps: readonly S[],
  trace: (step: S, numbersOnly: boolean) => T,
): Hoisted<T, S> {
  const [first, ...others] = sampleSteps.map((step) => numbersIn(() => trace(step, true)));
  const changing: number[] = [];
  first.forEach((value, i) => {
    if (others.some((other) => !Object.is(other[i], value))) changing.push(i);
  });
  if (changing.length === 0) return { traced: trace(sampleSteps[0], false) };

  const scalars = input(name, [changing.length]);
  let seen = 0;
  const traced = withConstants(
    (value) => {
      const place = changing.indexOf(seen++);
      return place === -1 ? fixed(value) : scalars.slice([place], [1]).reshape([]);
    },
    () => trace(sampleSteps[0], false),
  );
  return {
    traced,
    scalarsAt(step) {
      const numbers = numbersIn(() => trace(step, true));
      checkSame(name, first, numbers, changing);
      return Float64Array.from(changing, (i) => numbers[i]);
    },
  };
}

/** A constant, outside the replacement that is in force. */
function fixed(value: number): Tensor {
  return withConstants(undefined, () => constant(value));
}

/** Every number that a trace makes a constant of, in order. */
function numbersIn(trace: () => unknown): number[] {
  const numbers: number[] = [];
  withConstants((value) => {
    numbers.push(value);
    return fixed(value);
  }, trace);
  return numbers;
}

/** What was compiled in must still hold: a rule whose form changes with the step cannot be replayed. */
function checkSame(name: string, first: readonly number[], now: readonly number[], changing: readonly number[]): void {
  const free = new Set(changing);
  const same = now.length === first.length && first.every((value, i) => free.has(i) || Object.is(value, now[i]));
  if (same) return;
  throw runError({
    where: name,
    expected: "an update rule of the same form at every step",
    received: "one that changes with the step",
    fix: "Choose between values with where(), or with arithmetic on the step, instead of if.",
  });
}
