import { expect, test } from "vitest";
import { gradients } from "../../../autodiff/backward.ts";
import { compile } from "../../../compile.ts";
import { createProgram } from "../../../graph/program.ts";
import type { Shape } from "../../../graph/shape.ts";
import { input, type Tensor } from "../../../graph/tensor.ts";
import { RandomStream } from "../../../random.ts";
import { withoutSweeps } from "../../kernel.ts";
import { makePlan } from "../../make-plan.ts";

const CASES: [
  name: string,
  image: Shape,
  kernel: Shape,
  pad: [number, number, number, number],
  stride: [number, number],
][] = [
  ["same, stride 1", [2, 9, 8, 8], [3, 3, 8, 16], [1, 1, 1, 1], [1, 1]],
  ["same, stride 2", [2, 9, 8, 8], [3, 3, 8, 8], [1, 1, 1, 1], [2, 2]],
  ["unlike sides", [1, 7, 6, 3], [3, 2, 3, 5], [2, 0, 0, 1], [1, 1]],
  ["padding as wide as the reach", [1, 5, 5, 2], [3, 3, 2, 4], [2, 2, 2, 2], [1, 1]],
  ["padding wider than the reach", [1, 5, 5, 2], [3, 3, 2, 4], [4, 3, 3, 4], [1, 1]],
];

test.each(CASES)(
  "the gradient of a padded image is computed for the image alone: %s",
  async (_, image, kernel, pad, stride) => {
    const [top, bottom, left, right] = pad;
    const f = (x: Tensor, w: Tensor) =>
      x.pad([0, top, left, 0], [0, bottom, right, 0]).conv2d(w, { stride }).square().mean();
    const random = new RandomStream(1, "crops");
    const args = [image, kernel].map((shape) => ({
      shape,
      data: Float64Array.from({ length: shape.reduce((a, b) => a * b) }, () => random.normal()),
    }));
    const [wasm, reference] = [await compile(f, { backend: "wasm" }), await compile(f, { backend: "reference" })];
    const [got, expected] = [await wasm.withGradients(...args), await reference.withGradients(...args)];
    got.gradients.forEach(({ data }, i) => {
      const exact = expected.gradients[i].data;
      const largest = Math.max(...Array.from(exact, Math.abs));
      data.forEach((x, k) => {
        expect(Math.abs(x - exact[k])).toBeLessThan(5e-6 * largest);
      });
    });
  },
);

test("leaves a gradient whole that is read elsewhere too", () => {
  const [x, w] = [input("x", [1, 6, 6, 8]), input("w", [3, 3, 8, 8])];
  const padded = x.pad([0, 1, 1, 0], [0, 1, 1, 0]);
  const y = padded.conv2d(w).square().mean();
  const [dx, dPadded] = gradients(y, [x, padded]);
  const rows = (outputs: Record<string, Tensor>) =>
    withoutSweeps(makePlan(createProgram(outputs)).phases.flat()).flatMap((kernel) =>
      kernel.kind === "convolution" ? [kernel.out[0]] : [],
    );
  expect(rows({ dx })).toEqual([6, 6]); // the convolution, and the gradient of the image
  expect(rows({ dx, dPadded })).toEqual([6, 8]);
});
