import { runError } from "../../errors.ts";
import { Replay } from "../../graph/replay.ts";
import { constant, input, type Tensor, withConstants } from "../../graph/tensor.ts";

/** A traced rule: numbers that change from step to step are fed to it, all others are compiled in. */
export interface Hoisted<T, S> {
  traced: T;
  /** The numbers to feed at a step, in float64; undefined if none changes. */
  scalarsAt?(step: S): Float64Array;
}

/**
 * Traces a rule that is written with plain numbers (`1 - wholePower(b1, step)`), of which some depend on the step.
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
  const numbersAt = numbersOf((step: S) => trace(step, true));
  const [first, ...others] = sampleSteps.map((step) => numbersAt(step));
  const changing: number[] = [];
  first.forEach((value, i) => {
    if (others.some((other) => !Object.is(other[i], value))) changing.push(i);
  });
  if (changing.length === 0) return { traced: trace(sampleSteps[0], false) };

  const free = first.map((_, i) => changing.includes(i));
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
      const numbers = numbersAt(step);
      checkSame(name, first, numbers, free);
      return Float64Array.from(changing, (i) => numbers[i]);
    },
  };
}

/** A constant, outside the replacement that is in force. */
function fixed(value: number): Tensor {
  return withConstants(undefined, () => constant(value));
}

/** Finds every number that a trace makes a constant of, in order; nodes are made at the first time, and found at all others. */
function numbersOf<S>(trace: (step: S) => unknown): (step: S) => number[] {
  const nodes = new Replay<Tensor>();
  const any = fixed(0);
  return (step) => {
    const numbers: number[] = [];
    const note = (value: number) => {
      numbers.push(value);
      return any;
    };
    withConstants(note, () => trace(step), nodes);
    return numbers;
  };
}

/** What was compiled in must still hold: a rule whose form changes with the step cannot be replayed. */
function checkSame(name: string, first: readonly number[], now: readonly number[], free: readonly boolean[]): void {
  let same = now.length === first.length;
  for (let i = 0; same && i < first.length; i++) same = free[i] || Object.is(now[i], first[i]);
  if (same) return;
  throw runError({
    where: name,
    expected: "an update rule of the same form at every step",
    received: "one that changes with the step",
    fix: "Choose between values with where(), or with arithmetic on the step, instead of if.",
  });
}
