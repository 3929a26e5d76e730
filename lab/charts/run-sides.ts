import type { Epoch, StepRecord } from "evenkeel";
import { useMemo } from "preact/hooks";
import type { Race } from "../race/race.ts";
import { type CurveSide, marksOf } from "./curve-side.ts";
import { StepCurve } from "./step-curve.ts";

/** How a number is read of steps and of epochs. */
export interface Reading {
  step: (step: StepRecord) => number | undefined;
  epoch?: (epoch: Epoch) => number | undefined;
}

/** Both sides of a race as curves of one number. They are made anew with each message; their arrays grow in place. */
export function useSides(race: Race, name: string, { step, epoch }: Reading): readonly [CurveSide, CurveSide] {
  const curves = useMemo(() => [new StepCurve(step), new StepCurve(step)], [race, name]);
  const [a, b] = [race.a.value, race.b.value];
  return useMemo(() => {
    const [ofA, ofB] = [curves[0].follow(a), curves[1].follow(b)];
    const marks = (run: typeof a, curve: StepCurve) => (epoch === undefined ? [] : marksOf(run, curve, epoch));
    return [
      { arm: "a", curve: ofA, marks: marks(a, ofA) },
      { arm: "b", curve: ofB, marks: marks(b, ofB) },
    ];
  }, [curves, a, b]);
}

/** Where the step axis ends: with all steps that are planned, or, once both runs have ended, with the last one taken. */
export function plannedSteps({ a, b }: Race): number {
  const steps = [a.value, b.value].map((run) => {
    const taken = run?.steps.at(-1)?.step ?? 0;
    const { epochs = 0, stepsPerEpoch = 0 } = run?.facts ?? {};
    return run?.run === undefined ? Math.max(taken, epochs * stepsPerEpoch) : taken;
  });
  return Math.max(1, ...steps);
}
