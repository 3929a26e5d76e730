import { describe, expect, test } from "vitest";
import { evaluationsOf } from "../../../test/examination.ts";
import { advisedBy, foundBy } from "../../../test/found-by.ts";
import { adamw } from "../../optimize/optimizers/adamw.ts";
import type { Diagnosis } from "../diagnosis.ts";
import { doesNotLearn } from "./does-not-learn.ts";
import { lossIsNotMetric } from "./loss-is-not-metric.ts";
import { oscillates } from "./oscillates.ts";
import { overRegularized } from "./over-regularized.ts";
import { overfits } from "./overfits.ts";
import { stoppedTooSoon } from "./stopped-too-soon.ts";
import { validationEasier } from "./validation-easier.ts";

const ALL: readonly Diagnosis[] = [
  oscillates,
  doesNotLearn,
  overfits,
  overRegularized,
  stoppedTooSoon,
  validationEasier,
  lossIsNotMetric,
];

test.each(ALL.map((diagnosis) => [diagnosis.name, diagnosis] as const))(
  "%s is silent about a healthy run",
  (_, one) => {
    expect(foundBy(one)).toEqual([]);
    expect(foundBy(one, { recipe: undefined, probe: undefined })).toEqual([]);
    expect(foundBy(one, { course: undefined })).toEqual([]);
    const { length } = STILL;
    const alone = evaluationsOf({ loss: FALLING, accuracy: FALLING.map((loss) => 1 - loss / 2.4) }, undefined);
    expect(alone).toHaveLength(length);
    expect(foundBy(one, { course: { evaluations: alone } })).toEqual([]);
  },
);

const STILL = new Array<number>(13).fill(1.1);
const FALLING = STILL.map((loss, i) => loss * Math.exp(-i / 4) + 0.1);
const LEARNED = FALLING.map((loss) => 1 - loss / 2.4);
const CHANCE = new Array<number>(13).fill(0.35);
/** A course of these losses; accuracies follow from the training loss unless they are given. */
const courseOf = (
  train: readonly number[],
  validation: readonly number[],
  accuracy?: readonly number[],
  norms?: readonly number[],
) => {
  const measure = accuracy ?? train.map((loss) => 1 - loss / 2.4);
  return {
    course: {
      evaluations: evaluationsOf(
        { loss: train, accuracy: measure },
        { loss: validation, accuracy: measure },
        norms ? { norms } : {},
      ),
    },
  };
};

describe("oscillates", () => {
  const swinging = STILL.map((_, i) => 0.5 + (i % 2 === 0 ? 0.15 : -0.15));

  test("finds a loss that rises as much as it falls, in both parts", () => {
    expect(foundBy(oscillates, courseOf(swinging, swinging))).toHaveLength(1);
    expect(foundBy(oscillates, courseOf(swinging, FALLING))).toEqual([]);
    expect(advisedBy(oscillates, courseOf(swinging, swinging)).map(({ change }) => change)).toContainEqual({
      schedule: "cosineDecay",
    });
  });

  test("is silent about a loss that swings and falls, that only rises, and that is next to 0", () => {
    const rough = swinging.map((loss, i) => loss * Math.exp(-i / 6));
    expect(foundBy(oscillates, courseOf(rough, rough))).toEqual([]);
    const rising = STILL.map((_, i) => 0.5 + i / 10);
    expect(foundBy(oscillates, courseOf(rising, rising))).toEqual([]);
    const tiny = swinging.map((loss) => loss / 100);
    expect(foundBy(oscillates, courseOf(tiny, tiny))).toEqual([]);
  });
});

describe("doesNotLearn", () => {
  test("takes the loss and the metric of the training part", () => {
    expect(foundBy(doesNotLearn, courseOf(STILL, STILL, CHANCE))[0].evidence).toHaveLength(2);
    expect(foundBy(doesNotLearn, courseOf(STILL, STILL, LEARNED))).toEqual([]);
    expect(foundBy(doesNotLearn, courseOf(FALLING, FALLING, CHANCE))).toEqual([]);
  });

  test("is silent before it had time to learn", () => {
    const { evaluations } = courseOf(STILL, STILL, CHANCE).course;
    expect(foundBy(doesNotLearn, { course: { evaluations: evaluations.slice(0, 2), stepsPerEpoch: 63 } })).toEqual([]);
  });
});

describe("overfits", () => {
  const rising = STILL.map((_, i) => (i < 5 ? 1 - 0.1 * i : 0.6 + 0.05 * (i - 4)));
  const worse = STILL.map((_, i) => (i < 5 ? 0.4 + 0.1 * i : 0.8 - 0.02 * (i - 4)));

  test("finds a validation loss that rises while the training loss falls", () => {
    expect(foundBy(overfits, courseOf(FALLING, rising, worse))[0].severity).toBeUndefined();
    expect(advisedBy(overfits, courseOf(FALLING, rising, worse))[0].change).toEqual({ earlyStopping: 3 });
  });

  test("is information where the metric has not become worse", () => {
    expect(foundBy(overfits, courseOf(FALLING, rising))[0].severity).toBe("information");
  });

  test("is silent where both rise, after a short rise, and with early stopping", () => {
    expect(foundBy(overfits, courseOf(rising, rising, worse))).toEqual([]);
    const late = STILL.map((_, i) => (i < 11 ? 1 - 0.05 * i : 1));
    expect(foundBy(overfits, courseOf(FALLING, late, worse))).toEqual([]);
    const training = { callbacks: [{ name: "earlyStopping" }] };
    expect(foundBy(overfits, { ...courseOf(FALLING, rising, worse), patient: { training } })).toEqual([]);
  });
});

describe("overRegularized", () => {
  const shrinking = STILL.map((_, i) => 10 * Math.exp(-i));
  const optimizer = (weightDecay: number) => ({
    patient: { training: { optimizer: adamw({ weightDecay }) } },
  });

  test("finds weights that shrink while nothing is learned", () => {
    const sick = { ...courseOf(STILL, STILL, CHANCE, shrinking), ...optimizer(100) };
    expect(foundBy(overRegularized, sick)).toHaveLength(1);
    expect(advisedBy(overRegularized, sick)[0].change).toEqual({ weightDecay: 0.01 });
  });

  test("is silent where the samples are learned, and where weights keep their size", () => {
    expect(foundBy(overRegularized, courseOf(FALLING, FALLING, undefined, shrinking))).toEqual([]);
    expect(foundBy(overRegularized, courseOf(STILL, STILL, CHANCE))).toEqual([]);
  });
});

test("stoppedTooSoon: the loss still falls at the end of the whole run", () => {
  const steep = STILL.map((loss, i) => loss - 0.06 * i);
  const { evaluations } = courseOf(steep, steep).course;
  expect(foundBy(stoppedTooSoon, { course: { evaluations, plannedSteps: 600 } })).toHaveLength(1);
  expect(foundBy(stoppedTooSoon, { course: { evaluations, plannedSteps: 1200 } })).toEqual([]);
  const level = courseOf(STILL, STILL).course.evaluations;
  expect(foundBy(stoppedTooSoon, { course: { evaluations: level, plannedSteps: 600 } })).toEqual([]);
});

test("validationEasier: the training loss lies above the validation loss, in inference mode", () => {
  const higher = FALLING.map((loss) => 1.5 * loss + 0.1);
  expect(foundBy(validationEasier, courseOf(higher, FALLING))).toHaveLength(1);
  expect(foundBy(validationEasier, courseOf(FALLING, higher))).toEqual([]);
});

test("lossIsNotMetric: the loss falls, and the metric stays that of the simplest answer", () => {
  expect(foundBy(lossIsNotMetric, courseOf(FALLING, FALLING, CHANCE))).toHaveLength(1);
  expect(foundBy(lossIsNotMetric, courseOf(STILL, STILL, CHANCE))).toEqual([]);
  const weights = {
    patient: { training: { loss: { name: "crossEntropy", values: { classWeights: [1, 0.001, 0.001] } } } },
  };
  expect(advisedBy(lossIsNotMetric, { ...courseOf(FALLING, FALLING, CHANCE), ...weights })[0].change).toEqual({
    classWeights: "balanced",
  });
});
