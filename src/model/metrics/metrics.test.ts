import { describe, expect, test } from "vitest";
import { BACKENDS } from "../../../test/backends.ts";
import { compile } from "../../compile.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { crossEntropy } from "../losses/cross-entropy.ts";
import { defineMetric } from "../metric.ts";
import { accuracy } from "./accuracy.ts";

describe.each(BACKENDS)("%s", (backend) => {
  const accuracyOf = async (output: number[][], target: number[], targetShape = [target.length]) => {
    const compiled = await compile((y, truth) => accuracy().compute(y, truth), { backend });
    const { data } = await compiled(
      { shape: [output.length, output[0].length], data: output.flat() },
      { shape: targetShape, data: target },
    );
    await compiled.close();
    return data[0];
  };

  test("counts the largest output, the first of equal ones", async () => {
    expect(
      await accuracyOf(
        [
          [0, 2, 1],
          [5, 2, 1],
          [1, 1, 0],
          [-3, -2, -1],
        ],
        [1, 1, 0, 2],
      ),
    ).toBe(0.75);
  });

  test("counts what is not a number as wrong, whatever the truth is", async () => {
    const nan = Number.NaN;
    expect(
      await accuracyOf(
        [
          [nan, nan],
          [nan, 1],
          [1, nan],
          [-Infinity, 1],
        ],
        [0, 1, 0, 1],
      ),
    ).toBe(0.25);
    expect(await accuracyOf([[nan], [nan], [Infinity], [-Infinity]], [0, 1, 1, 0])).toBe(0.5);
  });

  test("counts every label that may hold by itself, where each output has a target", async () => {
    const outputs = [
      [1, -1, 2],
      [-1, 3, 0],
    ];
    expect(await accuracyOf(outputs, [1, 0, 0.4, 0, 0.6, 0], [2, 3])).toBeCloseTo(5 / 6, 6); // 2 says yes, 0.4 is no
  });

  test("counts the sign of a single output", async () => {
    expect(await accuracyOf([[0.1], [-0.1], [3], [0]], [1, 0, 0, 0])).toBe(0.75);
    expect(await accuracyOf([[1], [-1]], [1, 1], [2, 1])).toBe(0.5);
  });
});

test("accuracy is a share, of which more is better; a loss that serves as a metric is a number", () => {
  expect(accuracy()).toMatchObject({ unit: "share", higherIsBetter: true });
  expect(crossEntropy()).toMatchObject({ unit: "number", higherIsBetter: false });
});

test("a metric of your own is a number unless it says otherwise", () => {
  const about = { name: "mine", summary: "", source: "", options: {}, higherIsBetter: false };
  const compute = ({ output }: { output: Tensor }) => output.mean();
  expect(defineMetric({ ...about, compute })().unit).toBe("number");
  expect(defineMetric({ ...about, compute, unit: "share" })().unit).toBe("share");
});
