import { expect, test } from "vitest";
import { points, SMALL, small, withoutSeconds } from "../../../test/small-runs.ts";
import { train } from "../train.ts";
import { signals } from "./signals.ts";

test("records every layer at the first step and at every n-th from there, and changes nothing", async () => {
  const data = points(48); // 6 steps of 8 an epoch
  const run = await train(small(), data, { ...SMALL, callbacks: [signals({ every: 5 })] });
  expect([...new Set(run.signals.map(({ step, epoch }) => `${step} of epoch ${epoch}`))]).toEqual([
    "1 of epoch 1",
    "6 of epoch 1",
    "11 of epoch 2",
  ]);
  const layers = run.signals.filter(({ step }) => step === 1).map(({ layer }) => layer);
  expect(layers).toEqual(["input", "0.dense", "1.relu", "2.dense"]);
  const without = await train(small(), data, SMALL);
  expect(without.signals).toEqual([]);
  expect(withoutSeconds(run.history)).toEqual(withoutSeconds(without.history));
  expect(run.state).toEqual(without.state);
});
