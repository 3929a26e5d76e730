import { describe, expect, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../../test/backends.ts";
import { checkGradients, distinctNumbers } from "../../../test/finite-differences.ts";
import { present } from "../../../test/present.ts";
import { compile } from "../../compile.ts";
import { input } from "../../graph/tensor.ts";
import type { Loss } from "../loss.ts";
import { binaryCrossEntropy } from "./binary-cross-entropy.ts";
import { crossEntropy } from "./cross-entropy.ts";
import { heads } from "./heads.ts";
import { hinge } from "./hinge.ts";
import { huber } from "./huber.ts";
import * as losses from "./index.ts";
import { klDivergence } from "./kl-divergence.ts";
import { meanAbsoluteError } from "./mean-absolute-error.ts";
import { meanSquaredError } from "./mean-squared-error.ts";

const numbers = (shape: readonly number[], data: readonly number[]) => ({ shape, data: Float64Array.from(data) });
const values = distinctNumbers([3, 2], { seed: 2, low: -3, high: 3 });

/** heads() of outputs "a" and "b", one number each unless they are said to be more, and targets of one number each. */
const bound = (loss: Loss, outputs: readonly (readonly number[])[], targets: readonly (readonly number[])[]): Loss => {
  const named = (shapes: readonly (readonly number[])[]) => shapes.map((shape, i) => ({ name: "ab"[i], shape }));
  return present(loss.heads).bound(named(outputs), named(targets));
};

/** Every loss with targets for an output [3, 2]. */
const CASES: Readonly<Record<keyof typeof losses, readonly (readonly [Loss, typeof values])[]>> = {
  binaryCrossEntropy: [[binaryCrossEntropy(), numbers([3, 2], [0, 1, 1, 0, 0.3, 0.5])]],
  crossEntropy: [
    [crossEntropy(), numbers([3], [0, 1, 1])],
    [crossEntropy({ labelSmoothing: 0.2 }), numbers([3, 1], [1, 1, 0])],
    [crossEntropy({ classWeights: [1, 3], labelSmoothing: 0.1 }), numbers([3], [1, 0, 0])],
  ],
  heads: [
    [
      bound(
        heads([
          ["b", huber(), 2],
          ["a", meanSquaredError()],
        ]),
        [[1], [1]],
        [[1], [1]],
      ),
      values,
    ],
    [bound(heads([["a", crossEntropy()]]), [[2]], [[]]), numbers([3, 1], [1, 0, 1])],
    [
      bound(
        heads([
          ["a", binaryCrossEntropy(), 0.5],
          ["b", huber(), 0],
        ]),
        [[1], [1]],
        [[1], [1]],
      ),
      numbers([3, 2], [0, 1, 1, 0, 0.3, 0.5]),
    ],
  ],
  hinge: [
    [hinge(), numbers([3], [0, 1, 1])],
    [hinge({ margin: 0.3, against: "worst" }), numbers([3, 1], [1, 1, 0])],
  ],
  huber: [
    [huber(), values],
    [huber({ delta: 0.3 }), values],
  ],
  klDivergence: [[klDivergence(), numbers([3, 2], [0.25, 0.75, 1, 0, 0.5, 0.5])]],
  meanAbsoluteError: [[meanAbsoluteError(), values]],
  meanSquaredError: [[meanSquaredError(), values]],
};

/** Of PyTorch 1.13 in float64. */
const HINGE = {
  value: 0.25555555555555554,
  gradient: [
    0.0, 0.0, 0.0, -0.2222222222222222, 0.1111111111111111, 0.1111111111111111, 0.1111111111111111, -0.2222222222222222,
    0.1111111111111111,
  ],
};
const DIVERGENCE = {
  value: 0.9528200247941417,
  gradient: [
    0.0746594310916956, -0.2333412291839193, 0.1586817980922237, -0.2746866470221551, 0.15103205714055323,
    0.12365458988160195,
  ],
};

const rows = Object.entries(CASES).flatMap(([name, list]) =>
  list.map(([loss, target], i) => ({ name: `${name} ${i}`, loss, target })),
);

test("every loss has its cases", () => {
  expect(Object.keys(CASES).sort()).toEqual(Object.keys(losses).sort());
});

test.each(rows)("$name: gradients are the differences", async ({ loss, target }) => {
  await checkGradients((output, truth) => loss.compute(output, truth), [distinctNumbers([3, 2]), target], { wrt: [0] });
});

describe.each(BACKENDS)("%s", (backend) => {
  const evaluate = async (loss: Loss, output: typeof values, target: typeof values) => {
    const compiled = await compile((y, truth) => loss.compute(y, truth), { backend });
    const { value, gradients } = await compiled.withGradients(output, target);
    await compiled.close();
    return { value, gradient: Array.from(gradients[0].data) };
  };

  test.each(rows)("$name: the mean over a batch of its samples", async ({ loss, target }) => {
    if (loss.values && "classWeights" in loss.values && loss.values.classWeights !== undefined) return; // weighted mean
    const output = distinctNumbers([3, 2]);
    const whole = await evaluate(loss, output, target);
    const width = target.data.length / 3;
    const single = await Promise.all(
      [0, 1, 2].map((i) =>
        evaluate(
          loss,
          { shape: [1, 2], data: output.data.slice(2 * i, 2 * i + 2) },
          { shape: [1, ...target.shape.slice(1)], data: target.data.slice(width * i, width * (i + 1)) },
        ),
      ),
    );
    expectClose([single.reduce((sum, { value }) => sum + value / 3, 0)], [whole.value], TOLERANCE[backend]);
  });

  test("cross entropies bear extreme logits", async () => {
    const sure = await evaluate(crossEntropy(), numbers([2, 2], [1000, -1000, -1000, 1000]), numbers([2], [0, 0]));
    expect(sure.value).toBe(1000);
    expect(sure.gradient).toEqual([0, 0, -0.5, 0.5]);
    const binary = await evaluate(
      binaryCrossEntropy(),
      numbers([4], [-1000, -1000, 1000, 0]),
      numbers([4], [1, 0, 1, 1]),
    );
    expectClose([binary.value], [250 + Math.LN2 / 4], 1e-6);
    expectClose(binary.gradient, [-0.25, 0, 0, -0.125], 1e-6);
  });

  test("an even guess costs log(classes)", async () => {
    const { value } = await evaluate(crossEntropy(), numbers([1, 10], new Array(10).fill(3)), numbers([1], [7]));
    expectClose([value], [Math.log(10)], TOLERANCE[backend]);
  });

  test("hinges are those of PyTorch's multi_margin_loss, and of the strongest other class", async () => {
    const scores = numbers([3, 3], [0.3, -1.2, 2, 1.5, 1.1, 0.9, -0.4, 0.2, 0.1]);
    const labels = numbers([3], [2, 0, 1]);
    const all = await evaluate(hinge(), scores, labels);
    expectClose([all.value], [HINGE.value], TOLERANCE[backend]);
    expectClose(all.gradient, HINGE.gradient, TOLERANCE[backend]);
    const worst = await evaluate(hinge({ against: "worst" }), scores, labels);
    expectClose([worst.value], [(0 + 0.6 + 0.9) / 3], 1e-6); // 1 − 2 + 0.3 < 0; 1 − 1.5 + 1.1; 1 − 0.2 + 0.1
    expectClose(
      worst.gradient,
      [0, 0, 0, -1, 1, 0, 0, -1, 1].map((x) => x / 3),
      1e-6,
    );
  });

  test("a target probability of 0 adds nothing to the divergence", async () => {
    const logits = numbers([2, 3], [0.3, -1.2, 2, 1.5, 1.1, 0.9]);
    const { value, gradient } = await evaluate(klDivergence(), logits, numbers([2, 3], [0, 0.5, 0.5, 1, 0, 0]));
    expectClose([value], [DIVERGENCE.value], TOLERANCE[backend]);
    expectClose(gradient, DIVERGENCE.gradient, TOLERANCE[backend]);
  });

  test("a column of outputs takes a list of targets", async () => {
    const { value } = await evaluate(meanSquaredError(), numbers([2, 1], [1, 2]), numbers([2], [3, 2]));
    expect(value).toBe(2);
  });
});

test.each<[string, () => unknown, string]>([
  [
    "images as logits",
    () => crossEntropy().compute(input("y", [4, 5, 5, 2]), input("t", [4])),
    "crossEntropy: expected output [batch, classes], received [batch, 5, 5, 2]. " +
      "End the model with dense(classes), after flatten() or globalAveragePool().",
  ],
  [
    "one-hot targets",
    () => crossEntropy().compute(input("y", [4, 3]), input("t", [4, 3])),
    "crossEntropy: expected targets [batch], the number of the true class of each sample, received [batch, 3].",
  ],
  [
    "weights for other classes",
    () => crossEntropy({ classWeights: [1, 2] }).compute(input("y", [4, 3]), input("t", [4])),
    "crossEntropy: classWeights: expected 3 weights, one for each class, received 2.",
  ],
  [
    "hinge of images",
    () => hinge().compute(input("y", [4, 5, 5, 2]), input("t", [4])),
    "hinge: expected output [batch, classes], received [batch, 5, 5, 2].",
  ],
  [
    "targets of another shape",
    () => huber().compute(input("y", [4, 3]), input("t", [4])),
    "huber: expected targets [batch, 3], like the output, received [batch].",
  ],
])("refuses %s", (_, compute, message) => {
  expect(compute).toThrow(message);
});
