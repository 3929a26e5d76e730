import type { Epoch } from "evenkeel";
import type { ArmName } from "../protocol.ts";
import type { RunState } from "../race/race.ts";
import { lastAt } from "./last-at.ts";
import type { StepCurve } from "./step-curve.ts";

/** A value after an epoch. */
export interface Mark {
  step: number;
  seconds: number;
  value: number;
}

/** One side of a chart over steps: what each step gave, and each epoch. */
export interface CurveSide {
  arm: ArmName;
  curve: StepCurve;
  marks: readonly Mark[];
}

/** Where the end of an epoch lies on the axes. */
export function epochEnd(
  epoch: number,
  run: RunState,
  { step, seconds }: StepCurve,
): { step: number; seconds: number } {
  const end = Math.min(epoch * (run.facts?.stepsPerEpoch ?? 1), step.last || 0);
  return { step: end, seconds: seconds.values[Math.max(0, lastAt(step.values, step.length, end))] };
}

export function marksOf(
  run: RunState | undefined,
  curve: StepCurve,
  read: (epoch: Epoch) => number | undefined,
): readonly Mark[] {
  if (run === undefined) return [];
  return run.epochs.flatMap((epoch) => {
    const value = read(epoch);
    return value === undefined ? [] : [{ ...epochEnd(epoch.epoch, run, curve), value }];
  });
}

/** What a side had at a place of an axis; undefined where it had nothing yet, or nothing any more. */
export function valuesAt({ curve, marks }: CurveSide, axis: "step" | "seconds", at: number) {
  const index = lastAt(curve[axis].values, curve[axis].length, at + 1e-9);
  const beyond = axis === "step" && at > curve.step.last;
  if (index < 0 || beyond) return { batch: undefined, training: undefined, validation: undefined };
  return {
    batch: curve.value.values[index],
    training: curve.smooth.values[index],
    validation: marks.findLast((mark) => mark[axis] <= at + 1e-9)?.value,
  };
}

/** What a side had after its own last step: one may be a step ahead of the other. */
export function newestOf(side: CurveSide) {
  return valuesAt(side, "step", side.curve.step.last);
}

/** The side that took longer: the steps of it cover the whole time axis. */
export function longer(sides: readonly CurveSide[]): CurveSide {
  const [a, b] = sides;
  return (b?.curve.seconds.last || 0) > (a.curve.seconds.last || 0) ? b : a;
}
