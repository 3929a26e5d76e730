import { expect, test } from "vitest";
import { inkOf, SIDE, type Stroke } from "./ink.ts";

/** Where there is ink: the edges, and the center of mass. */
function lookAt(picture: Float32Array) {
  const inked = [...picture.keys()].filter((pixel) => (picture[pixel] ?? 0) > 0);
  const [columns, rows] = [inked.map((pixel) => pixel % SIDE), inked.map((pixel) => Math.floor(pixel / SIDE))];
  const mass = picture.reduce((sum, value) => sum + value, 0);
  const mean = (of: (pixel: number) => number) =>
    picture.reduce((sum, value, pixel) => sum + value * of(pixel), 0) / mass;
  return {
    width: Math.max(...columns) - Math.min(...columns) + 1,
    height: Math.max(...rows) - Math.min(...rows) + 1,
    x: mean((pixel) => pixel % SIDE),
    y: mean((pixel) => Math.floor(pixel / SIDE)),
  };
}

const seven: Stroke = [
  [2, 2],
  [12, 2],
  [6, 16],
];

test("is as large as the digits of the data, and in the middle, wherever and however small it was drawn", () => {
  const small = seven.map(([x, y]): [number, number] => [14 + x / 3, 8 + y / 3]);
  for (const stroke of [seven, small]) {
    const { height, x, y } = lookAt(inkOf([stroke]));
    expect(height).toBeGreaterThanOrEqual(19);
    expect(height).toBeLessThanOrEqual(21);
    expect(Math.abs(x - 14)).toBeLessThanOrEqual(0.5);
    expect(Math.abs(y - 14)).toBeLessThanOrEqual(0.5);
  }
});

test("ink goes from 0 to 255, in whole numbers", () => {
  const picture = inkOf([seven]);
  expect(Math.max(...picture)).toBe(255);
  expect(Math.min(...picture)).toBe(0);
  expect(picture.every(Number.isInteger)).toBe(true);
});

test("a dot is a dot, and nothing is nothing", () => {
  const { width, height } = lookAt(inkOf([[[3, 3]]]));
  expect(Math.max(width, height)).toBeLessThanOrEqual(4);
  expect(inkOf([]).every((value) => value === 0)).toBe(true);
});
