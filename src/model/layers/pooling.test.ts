import { describe, expect, test } from "vitest";
import { BACKENDS } from "../../../test/backends.ts";
import { outputOf, testLayers } from "../../../test/layer-cases.ts";
import { averagePool2d } from "./average-pool2d.ts";
import { globalAveragePool } from "./global-average-pool.ts";
import { maxPool2d } from "./max-pool2d.ts";

testLayers({
  averagePool2d: [
    [averagePool2d(2), [2, 5, 4, 2]],
    [averagePool2d(3, { stride: 2, padding: 1 }), [1, 4, 5, 1]],
    [averagePool2d(1), [0, 1, 1, 1]],
  ],
  globalAveragePool: [
    [globalAveragePool(), [2, 3, 4, 2]],
    [globalAveragePool(), [1, 1, 1, 1]],
    [globalAveragePool(), [0, 2, 2, 3]],
  ],
  maxPool2d: [
    [maxPool2d(2), [2, 5, 4, 2]],
    [maxPool2d(3, { stride: 2, padding: 1 }), [1, 4, 5, 1]],
    [maxPool2d(1), [0, 1, 1, 1]],
  ],
});

describe.each(BACKENDS)("%s", (backend) => {
  test("max pooling never takes its padding for a maximum", async () => {
    const below = [-5, -4, -3, -2];
    expect(await outputOf(backend, maxPool2d(3, { stride: 2, padding: 1 }), [1, 2, 2, 1], below)).toEqual([-2]);
    expect(await outputOf(backend, maxPool2d(2, { stride: 1, padding: 1 }), [1, 1, 2, 1], [-5, -4])).toEqual([
      -5, -4, -4, -5, -4, -4,
    ]);
  });

  test("average pooling does not count its padding", async () => {
    const pool = averagePool2d(2, { stride: 1, padding: 1 });
    expect(await outputOf(backend, pool, [1, 1, 2, 1], [2, 4])).toEqual([2, 3, 4, 2, 3, 4]);
  });
});

test.each<[string, () => unknown, string]>([
  [
    "a pool larger than the image",
    () => maxPool2d(3).build([2, 2, 1]),
    "maxPool2d: expected an image of at least 3 × 3, received [2, 2, 1]. Pool less often, or with a smaller window.",
  ],
  [
    "a pool with nothing but padding",
    () => averagePool2d(2, { padding: 2 }).build([4, 4, 1]),
    "averagePool2d: padding: expected at most half of poolSize, 1, received 2.",
  ],
])("refuses %s", (_, make, message) => {
  expect(make).toThrow(message);
});
