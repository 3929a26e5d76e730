import { expect, test } from "vitest";
import { commonScale } from "./histogram-picture.tsx";
import { neighbor, unitRange } from "./unit-strip.tsx";

test("arrow keys go along a layer and from layer to layer, and stop at the ends", () => {
  const plane = new Float32Array(4);
  const units = [
    { layer: "1.relu", outputs: [plane, plane, plane] },
    { layer: "3.relu", outputs: [plane] },
  ];
  expect(neighbor(units, 0, 1, "ArrowRight")).toEqual({ layer: 0, unit: 2 });
  expect(neighbor(units, 0, 2, "ArrowRight")).toEqual({ layer: 0, unit: 2 });
  expect(neighbor(units, 0, 2, "ArrowDown")).toEqual({ layer: 1, unit: 0 });
  expect(neighbor(units, 0, 0, "ArrowUp")).toEqual({ layer: 0, unit: 0 });
  expect(neighbor(units, 0, 0, "Enter")).toBeUndefined();
});

test("0 is in the middle of a unit's colors, also where it never goes below", () => {
  expect(unitRange(Float32Array.of(0, 2, 1))).toEqual([-2, 2]);
  expect(unitRange(Float32Array.of(0, 0))).toEqual([-1, 1]);
  expect(unitRange(Float32Array.of(Number.NaN, -3))).toEqual([-3, 3]);
});

test("two histograms have one scale; one that is not finite does not count", () => {
  const histogram = (low: number, high: number) => ({ layer: "x", low, high, counts: [1, 2] });
  expect(commonScale(histogram(-1, 2), histogram(-3, 1))).toEqual([-3, 2]);
  expect(commonScale(histogram(-1, 2), histogram(Number.NaN, 1))).toEqual([-1, 2]);
  expect(commonScale(undefined, undefined)).toEqual([0, 1]);
});
