import { describe, expect, test } from "vitest";
import type { Shape } from "../../graph/shape.ts";
import { fillAround } from "./fill-around.ts";

const around = (shape: Shape, before: Shape, block: Shape) =>
  fillAround(
    { kind: "temporary", name: "padded", size: shape.reduce((a, b) => a * b), storage: "float" },
    shape,
    before,
    block,
  ).around;

/** Which numbers of a buffer the stretches cover. */
function covered(shape: Shape, before: Shape, block: Shape): number[] {
  const { parts, first, count, step, length } = around(shape, before, block) ?? expect.fail("filled as a whole");
  const size = shape.reduce((a, b) => a * b) / parts;
  const places: number[] = [];
  for (let part = 0; part < parts; part++)
    for (let i = 0; i < count; i++) for (let j = 0; j < length; j++) places.push(part * size + first + i * step + j);
  return places;
}

/** Which numbers of a buffer lie in the block. */
function inside(shape: Shape, before: Shape, block: Shape): number[] {
  const size = shape.reduce((a, b) => a * b);
  return Array.from({ length: size }, (_, i) => i).filter((i) => {
    let rest = i;
    return shape
      .map((_, axis) => shape[shape.length - 1 - axis])
      .every((extent, k) => {
        const axis = shape.length - 1 - k;
        const at = rest % extent;
        rest = Math.floor(rest / extent);
        return at >= before[axis] && at < before[axis] + block[axis];
      });
  });
}

describe("zeros around a block", () => {
  test.each<[string, Shape, Shape, Shape]>([
    ["rows and columns of images", [2, 5, 6, 3], [0, 1, 1, 0], [2, 3, 4, 3]],
    ["on one side each", [2, 4, 5, 3], [0, 1, 0, 0], [2, 3, 4, 3]],
    ["rows alone", [3, 7, 2], [0, 2, 0], [3, 4, 2]],
    ["columns alone", [2, 3, 6, 2], [0, 0, 3, 0], [2, 3, 2, 2]],
    ["channels alone", [2, 3, 3, 8], [0, 0, 0, 2], [2, 3, 3, 4]],
    ["of the first axis", [5, 2], [1, 0], [3, 2]],
    ["of a vector", [9], [4], [2]],
    ["one number in the middle", [1, 3, 3, 1], [0, 1, 1, 0], [1, 1, 1, 1]],
  ])("%s: all but the block", (_, shape, before, block) => {
    expect(covered(shape, before, block)).toEqual(inside(shape, before, block));
  });

  test("what is no walk in equal steps is filled as a whole", () => {
    expect(around([2, 4, 3, 4], [0, 1, 0, 1], [2, 2, 3, 2])).toBeUndefined();
    expect(around([3, 4, 3], [1, 1, 1], [1, 2, 1])).toBeUndefined();
    expect(around([2, 3], [0, 0], [2, 3])).toBeUndefined();
    expect(around([2, 3], [0, 1], [2, 0])).toBeUndefined();
  });
});
