import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BackendPair, normals, relativeError, withGradients } from "../../../../../test/compare-backends.ts";
import type { Pair } from "../../../../graph/primitives.ts";
import type { Shape } from "../../../../graph/shape.ts";

interface Case {
  image: Shape;
  kernel: Shape;
  stride?: Pair;
  dilation?: Pair;
  groups?: number;
}

const CASES: Case[] = [
  // First layers: blocks that go across rows of taps, and blocks of one row.
  { image: [20, 28, 28, 1], kernel: [3, 3, 1, 32] },
  { image: [4, 34, 34, 3], kernel: [3, 3, 3, 16] },
  { image: [4, 28, 28, 1], kernel: [5, 5, 1, 6] },
  { image: [2, 33, 31, 3], kernel: [7, 7, 3, 12], stride: [2, 2] },
  // A row that is longer than what is taken at once; rows that follow one another without a step between them.
  { image: [2, 3, 300, 2], kernel: [1, 2, 2, 40] },
  { image: [3, 16, 16, 7], kernel: [1, 1, 7, 8] },
  // Taps and channels that lie apart.
  { image: [2, 20, 20, 4], kernel: [3, 3, 1, 8], dilation: [2, 2], groups: 4 },
  { image: [2, 17, 19, 10], kernel: [2, 3, 5, 18], stride: [2, 1], groups: 2 },
];

describe.each([true, false])("weight gradients, with relaxed SIMD: %j", (relaxedSimd) => {
  let pair: BackendPair;
  beforeAll(async () => {
    pair = await BackendPair.open({ threads: 0, relaxedSimd, winograd: false });
  });
  afterAll(() => pair.close());

  test.each(CASES)("of $image by $kernel are those of the reference", async ({ image, kernel, ...how }) => {
    const { trace, args } = withGradients((x, w) => x.conv2d(w, how), [normals(image, 1), normals(kernel, 2)]);
    const { tested, reference } = await pair.compute(trace, args);
    expect(relativeError(tested["gradient 1"], reference["gradient 1"])).toBeLessThan(1e-6);
  });
});
