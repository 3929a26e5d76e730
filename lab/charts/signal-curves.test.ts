import type { Signal } from "evenkeel";
import { expect, test } from "vitest";
import { layersWith, SignalCurves } from "./signal-curves.ts";

const signal = (step: number, layer: string, more: Partial<Signal> = {}): Signal => ({
  step,
  epoch: 1,
  layer,
  mean: 0,
  std: step,
  ...more,
});
const parameter = (updateRatio?: number) => ({ norm: 1, gradientNorm: 1, ...(updateRatio && { updateRatio }) });

test("signals that come later are added; those of another run begin anew", () => {
  const list = [signal(1, "0.dense"), signal(1, "1.relu", { dead: 0.1 })];
  const curves = new SignalCurves().follow(list);
  list.push(signal(11, "0.dense"));
  curves.follow(list).follow(list);
  expect(Array.from(curves.layers.get("0.dense")?.std.values.subarray(0, 2) ?? [])).toEqual([1, 11]);
  expect(curves.layers.get("0.dense")?.step.length).toBe(2);
  curves.follow([signal(1, "2.tanh")]);
  expect([...curves.layers.keys()]).toEqual(["2.tanh"]);
});

test("a measure is of the layers that report it; the inputs are no layer", () => {
  const curves = new SignalCurves().follow([
    signal(1, "input"),
    signal(1, "0.dense", { parameters: { kernel: parameter(0.001), bias: parameter(0.5) } }),
    signal(1, "1.batchNorm", { parameters: { scale: parameter(0.01), shift: parameter() } }),
    signal(1, "2.relu", { dead: 0 }),
  ]);
  expect(layersWith(curves, "std").map(([layer]) => layer)).toEqual(["0.dense", "1.batchNorm", "2.relu"]);
  expect(layersWith(curves, "dead").map(([layer]) => layer)).toEqual(["2.relu"]);
  const ratios = layersWith(curves, "update").map(([, { update }]) => update.last);
  expect(ratios).toEqual([0.001, 0.01]); // the kernel's; without one, the greatest
});
