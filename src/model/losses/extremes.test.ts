import { describe, expect, test } from "vitest";
import { BACKENDS, expectClose } from "../../../test/backends.ts";
import { compile } from "../../compile.ts";
import type { Loss } from "../loss.ts";
import { binaryCrossEntropy } from "./binary-cross-entropy.ts";
import { crossEntropy } from "./cross-entropy.ts";
import { hinge } from "./hinge.ts";
import { klDivergence } from "./kl-divergence.ts";

const NEVER = -Infinity;

describe.each(BACKENDS)("%s", (backend) => {
  const of = async (loss: Loss, logits: number[][], targets: number[] | number[][]) => {
    const compiled = await compile((y, truth) => loss.compute(y, truth), { backend });
    const shape = [logits.length, logits[0].length];
    const { value, gradients } = await compiled.withGradients(
      { shape, data: logits.flat() },
      { shape: Array.isArray(targets[0]) ? shape : [targets.length], data: targets.flat() },
    );
    await compiled.close();
    return { value: value + 0, gradient: Array.from(gradients[0].data, (slope) => slope + 0) };
  };

  test("a class that is excluded adds nothing to a cross-entropy", async () => {
    const { value, gradient } = await of(crossEntropy(), [[1, NEVER, 2]], [0]);
    expectClose([value], [Math.log(1 + Math.E)], 1e-6); // −log(e / (e + e²)) = 1.3132617
    const share = 1 / (1 + Math.E); // of e in e + e²
    expectClose(gradient, [share - 1, 0, 1 - share], 1e-6);
    expect((await of(crossEntropy(), [[3e38, -3e38]], [0])).value).toBe(0);
    expect((await of(crossEntropy(), [[1, NEVER]], [1])).value).toBe(Infinity);
    expect((await of(crossEntropy(), [[NEVER, NEVER]], [1])).value).toBeNaN();
  });

  test("nor to a weighted one; smoothing gives it a share of the target, which is infinitely wrong", async () => {
    const weights = [2, 0, 1];
    expectClose(
      [(await of(crossEntropy({ classWeights: weights }), [[1, NEVER, 2]], [0])).value],
      [Math.log(1 + Math.E)],
      1e-6,
    );
    const smooth = { labelSmoothing: 0.3 };
    // 0.3 / 3 goes to each class; that of weight 0 does not count: (0.8 · 2 · 1.3132617 + 0.1 · 1 · 0.3132617) / 2
    expectClose(
      [(await of(crossEntropy({ ...smooth, classWeights: weights }), [[1, NEVER, 2]], [0])).value],
      [1.06627242],
      1e-6,
    );
    expect((await of(crossEntropy(smooth), [[1, NEVER, 2]], [0])).value).toBe(Infinity);
  });

  test("binary cross-entropies keep the digits of sure logits, and bear infinite ones", async () => {
    const right = await of(binaryCrossEntropy(), [[20], [-20]], [[1], [0]]);
    expectClose([right.value * 1e9], [Math.log1p(Math.exp(-20)) * 1e9], 1e-6); // 2.06e-9
    expectClose(
      right.gradient.map((slope) => slope * 1e9),
      [-1.0305768, 1.0305768],
      1e-6,
    ); // ∓σ(−20) / 2
    const sure = await of(binaryCrossEntropy(), [[Infinity], [NEVER], [3e38], [-3e38]], [[1], [0], [1], [0]]);
    expect(sure).toEqual({ value: 0, gradient: [0, 0, 0, 0] });
    expect((await of(binaryCrossEntropy(), [[NEVER]], [[1]])).value).toBe(Infinity);
  });

  test("a divergence has no part of what neither of the two distributions has", async () => {
    const { value, gradient } = await of(klDivergence(), [[0, NEVER, 0]], [[0.5, 0, 0.5]]);
    expectClose([value, ...gradient], [0, 0, 0, 0], 1e-7);
    expect((await of(klDivergence(), [[0, NEVER]], [[0.5, 0.5]])).value).toBe(Infinity);
  });

  test("a score of −∞ is no rival in a hinge", async () => {
    expectClose([(await of(hinge(), [[0.5, NEVER, 0]], [0])).value], [0.5 / 3], 1e-6); // max(0, 1 − 0.5 + 0) / 3
  });
});
