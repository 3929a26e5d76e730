import { expect, test } from "vitest";
import { trace } from "./plot-marks.ts";

function traced(values: readonly number[], scale: number) {
  const calls: [string, number, number][] = [];
  const path = {
    moveTo: (x: number, y: number) => void calls.push(["move", x, y]),
    lineTo: (x: number, y: number) => void calls.push(["line", x, y]),
  };
  const place = { x: (value: number) => value * scale, y: (value: number) => value, ratio: 1 };
  trace(path, place, { x: values.map((_, i) => i), y: values, length: values.length });
  return calls;
}

test("few values are joined one by one", () => {
  expect(traced([1, 5, 2], 10)).toEqual([
    ["move", 0, 1],
    ["line", 10, 5],
    ["line", 20, 2],
  ]);
});

test("a value that is not finite is a gap", () => {
  expect(traced([1, 2, Number.NaN, 4, Number.POSITIVE_INFINITY, 6], 10).map(([kind]) => kind)).toEqual([
    "move",
    "line",
    "move",
    "move",
  ]);
});

test("of many values in a column of pixels the extremes stay, and few calls are made", () => {
  const values = Array.from({ length: 10_000 }, (_, i) => (i === 5003 ? 99 : i === 5004 ? -99 : Math.sin(i)));
  const calls = traced(values, 0.05);
  expect(calls.length).toBeLessThan(4 * 502);
  expect(calls.some(([, , y]) => y === 99)).toBe(true);
  expect(calls.some(([, , y]) => y === -99)).toBe(true);
});
