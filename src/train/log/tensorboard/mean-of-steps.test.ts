import { expect, test } from "vitest";
import type { StepRecord } from "../../recorder.ts";
import { meanOfSteps } from "./mean-of-steps.ts";

test("several steps are shown by their means, without what is not finite", () => {
  const row = (step: number, loss: number): StepRecord => ({
    ...{ step, epoch: 1, loss, measures: { loss: 2 * loss, accuracy: step / 4 } },
    ...{ gradientNorm: loss, learningRate: 1 / step, finite: Number.isFinite(loss) },
  });
  expect(meanOfSteps([row(1, 1), row(2, Number.NaN), row(4, 2)])).toEqual({
    ...{ step: 4, epoch: 1, loss: 1.5, measures: { loss: 3, accuracy: 7 / 12 } },
    ...{ gradientNorm: 1.5, learningRate: 0.25, finite: true },
  });
  expect(meanOfSteps([row(1, Number.NaN), row(2, Infinity)]).loss).toBe(Infinity);
});
