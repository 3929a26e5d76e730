import { expect, test } from "vitest";
import { BackendPair, normals, relativeError } from "../../../../test/compare-backends.ts";
import type { Pair } from "../../../graph/primitives.ts";
import { createProgram } from "../../../graph/program.ts";
import type { Shape } from "../../../graph/shape.ts";
import { input } from "../../../graph/tensor.ts";
import { withoutSweeps } from "../../kernel.ts";
import { makePlan } from "../../make-plan.ts";

interface Case {
  /** [batch, rows, down, columns, across, channels] */
  windows: Shape;
  stride: Pair;
  image: Pair;
}

const CASES: Case[] = [
  { windows: [2, 6, 3, 5, 3, 8], stride: [2, 2], image: [13, 11] },
  { windows: [2, 6, 3, 5, 3, 64], stride: [2, 2], image: [14, 12] }, // rows and columns that no window reaches
  { windows: [2, 6, 3, 5, 3, 5], stride: [1, 1], image: [8, 7] },
  { windows: [1, 1, 3, 2, 3, 5], stride: [1, 1], image: [3, 4] },
  { windows: [2, 4, 5, 6, 5, 4], stride: [2, 2], image: [11, 17] }, // more taps than one map adds
  { windows: [2, 4, 5, 6, 4, 4], stride: [1, 1], image: [8, 10] },
  { windows: [2, 4, 3, 3, 2, 4], stride: [2, 3], image: [9, 10] }, // apart along one axis, over one another along the other
  { windows: [2, 4, 4, 6, 5, 4], stride: [3, 2], image: [15, 15] },
];

test.each(CASES)("overlapping windows %j are added up as by the reference", async ({ windows, stride, image }) => {
  const pair = await BackendPair.open();
  try {
    const [batch, , , , , channels] = windows;
    const inner = [batch, image[0] - 2, image[1] - 3, channels];
    const { tested, reference } = await pair.compute(
      (x) => ({
        image: x.square().unwindow(stride, ...image),
        part: x
          .exp()
          .unwindow(stride, ...image)
          .slice([0, 1, 2, 0], inner),
      }),
      [normals(windows, 1)],
    );
    for (const name of ["image", "part"] as const)
      expect(relativeError(tested[name], reference[name])).toBeLessThan(1e-6);
  } finally {
    await pair.close();
  }
});

test("the inner pixels of 3×3 windows at stride 2 are one map, which adds to nothing", () => {
  const value = input("x", [1, 9, 3, 9, 3, 4]).unwindow([2, 2], 19, 19).sum();
  const kernels = withoutSweeps(makePlan(createProgram({ value })).phases.flat());
  // Besides the sum, which is copied.
  const stores = kernels.flatMap((one) => (one.kind === "map" && one.extents.length > 0 ? [one.stores] : []));
  expect(stores.flat().some(({ accumulate }) => accumulate)).toBe(false);
  expect(stores.map(({ length }) => length).toSorted()).toEqual([1, 2, 2, 2, 2, 4, 4, 4, 4]);
});
