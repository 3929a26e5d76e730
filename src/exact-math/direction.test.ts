import { expect, test } from "vitest";
import { direction } from "./direction.ts";

test("is the cosine and the sine of any number of turns", () => {
  for (let turns = -3; turns <= 3; turns += 1 / 97) {
    const [x, y] = direction(turns);
    expect(Math.abs(x - Math.cos(2 * Math.PI * turns))).toBeLessThan(4e-15);
    expect(Math.abs(y - Math.sin(2 * Math.PI * turns))).toBeLessThan(4e-15);
  }
});

test("is exact at quarters of a turn", () => {
  expect([0, 0.25, 0.5, 0.75, -0.25].map(direction)).toEqual([
    [1, 0],
    [-0, 1],
    [-1, -0],
    [0, -1],
    [0, -1],
  ]);
});
