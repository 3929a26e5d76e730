import { expect, test } from "vitest";
import { ambiguityOf } from "./ambiguity.ts";
import { compareReadings } from "./compare-readings.ts";
import { implicitAveraging } from "./implicit-averaging.ts";
import { judgeProbabilities } from "./judge-probabilities.ts";
import { modelAveraging } from "./model-averaging.ts";

const SMALL = { trainSize: 60, validationSize: 0, testSize: 40, epochs: 1, hidden: [8], batchSize: 16 };

test("the error of an ensemble is the mean error less the ambiguity", () => {
  const truth = [0, 1];
  const { error, memberError, ambiguity } = ambiguityOf(
    [
      [1, 0, 0.5, 0.5],
      [0.5, 0.5, 0, 1],
    ],
    truth,
  );
  // Means (0.75, 0.25) and (0.25, 0.75): squared distances 2 · 0.0625 each. Members: 0 and 0.5 twice.
  expect({ error, memberError, ambiguity }).toEqual({ error: 0.125, memberError: 0.25, ambiguity: 0.125 });
});

test("probabilities are judged by cross-entropy and accuracy", () => {
  const { loss, accuracy } = judgeProbabilities([0.75, 0.25, 0.75, 0.25], [0, 1]);
  expect(accuracy).toBe(0.5);
  expect(loss).toBeCloseTo(-(Math.log(0.75) + Math.log(0.25)) / 2, 12);
});

test("several networks are compared to one, and the gain is taken apart", async () => {
  const base = { ...modelAveraging.base, ...SMALL };
  const study = await compareReadings(modelAveraging, { base, seeds: 2, parallel: 1 });
  expect(study.effects.map(({ variant }) => variant)).toEqual(["1 network", "2 networks", "5 networks", "10 networks"]);
  for (const { test } of study.runs) {
    const { error, memberError, ambiguity } = (test ?? {}) as Record<string, number>;
    expect(error).toBeCloseTo(memberError - ambiguity, 6);
  }
  const rows = study.tables?.[0].rows ?? [];
  expect(rows[0]).toMatchObject({ networks: 1, ambiguity: 0 });
  expect(Number(rows[3].ambiguity)).toBeGreaterThan(0);
});

test("an interruption leaves out the seeds that were not done", async () => {
  const controller = new AbortController();
  const base = { ...implicitAveraging.base, ...SMALL };
  const onSeed = () => controller.abort();
  const options = { base, seeds: 2, parallel: 1, signal: controller.signal, onSeed };
  const study = await compareReadings(implicitAveraging, options);
  expect(study.runs.map(({ failure }) => failure === undefined)).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
  expect(study.conclusions[0]).toMatch(/^The study was interrupted: 4 of its 8 runs ended/);
});

test("data without classes are refused", async () => {
  const base = { ...modelAveraging.base, ...SMALL, metric: "loss" as const };
  await expect(compareReadings(modelAveraging, { base, seeds: 1 })).rejects.toThrow(
    /compare modelAveraging: expected data with classes, compared by accuracy/,
  );
});
