import { expect, test } from "vitest";
import { levelLines } from "./level-lines.ts";

const grid = (side: number, of: (x: number, y: number) => number) =>
  Float32Array.from({ length: side * side }, (_, i) => of(i % side, Math.floor(i / side)));

test("the line of a plane is straight, at the level, as long as the picture", () => {
  const pieces = levelLines(
    grid(5, (x) => x),
    5,
    5,
    1.25,
  );
  expect(pieces).toHaveLength(4 * 4);
  for (let i = 0; i < pieces.length; i += 2) expect(pieces[i]).toBeCloseTo(1.25, 6);
});

test("the line of a cone is a circle of its radius, closed", () => {
  const pieces = levelLines(
    grid(41, (x, y) => Math.hypot(x - 20, y - 20)),
    41,
    41,
    12.3,
  );
  let length = 0;
  const ends = new Map<string, number>();
  for (let i = 0; i < pieces.length; i += 4) {
    const [x0, y0, x1, y1] = pieces.subarray(i, i + 4);
    length += Math.hypot(x1 - x0, y1 - y0);
    expect(Math.abs(Math.hypot(x0 - 20, y0 - 20) - 12.3)).toBeLessThan(0.05);
    for (const end of [`${x0.toFixed(4)} ${y0.toFixed(4)}`, `${x1.toFixed(4)} ${y1.toFixed(4)}`])
      ends.set(end, (ends.get(end) ?? 0) + 1);
  }
  expect(Math.abs(length / (2 * Math.PI * 12.3) - 1)).toBeLessThan(0.01);
  expect(new Set(ends.values())).toEqual(new Set([2]));
});

test("at a saddle the two pieces do not cross", () => {
  const pieces = levelLines([1, 0, 0, 1], 2, 2, 0.4); // the middle is above: the low corners are cut off
  expect(pieces).toHaveLength(8);
  expect([pieces[0], pieces[1]]).toEqual([expect.closeTo(0.6, 5), 0]);
  expect([pieces[2], pieces[3]]).toEqual([1, expect.closeTo(0.4, 5)]);
});

test("cells with a value that is not a number have no line", () => {
  expect(levelLines([0, 1, Number.NaN, 1], 2, 2, 0.5)).toHaveLength(0);
});
