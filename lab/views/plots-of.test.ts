import { expect, test } from "vitest";
import { isInPlane, plotsOf } from "./plots-of.ts";

test("the run says whether samples are points of a plane; before there is one, the recipe", () => {
  const before = ["moons", "moons({ noise: 0.3 })", "digits", undefined, "./moons.csv"];
  expect(before.map((data) => isInPlane(data, undefined))).toEqual([true, true, false, false, false]);
  expect([[2], [3], [28, 28, 1]].map((shape) => isInPlane("blobs({ features: 3 })", shape))).toEqual([
    true,
    false,
    false,
  ]);
});

test("points of a plane have a decision surface first, and no plots of images", () => {
  expect(plotsOf(["misread", "signals", "pad"], true)).toEqual(["surface", "misread", "signals"]);
  expect(plotsOf(["signals", "surface"], true)).toEqual(["surface", "signals"]);
  expect(plotsOf(["signals", "surface"], false)).toEqual(["signals", "surface"]);
});
