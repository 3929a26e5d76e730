import { beforeAll, describe, expect, test } from "vitest";
import { BACKENDS } from "../../test/backends.ts";
import { arrays } from "../data/arrays.ts";
import type { Dataset } from "../data/dataset.ts";
import { digits } from "../data/sources/digits.ts";
import type { Tensor } from "../graph/tensor.ts";
import { heNormal } from "../model/initializers/he-normal.ts";
import { defineLayer } from "../model/layer.ts";
import { batchNorm } from "../model/layers/batch-norm.ts";
import { conv2d } from "../model/layers/conv2d.ts";
import { dense } from "../model/layers/dense.ts";
import { dropout } from "../model/layers/dropout.ts";
import { flatten } from "../model/layers/flatten.ts";
import { maxPool2d } from "../model/layers/max-pool2d.ts";
import { relu } from "../model/layers/relu.ts";
import { residual } from "../model/layers/residual.ts";
import { sequential } from "../model/layers/sequential.ts";
import { tanh } from "../model/layers/tanh.ts";
import { defineLoss } from "../model/loss.ts";
import { meanSquaredError } from "../model/losses/mean-squared-error.ts";
import { RandomStream } from "../random.ts";
import { checkGradients } from "./check-gradients.ts";

/** x·w, whose gradient forgets the factor w if `forgetful`. */
const gain = (mistake: "none" | "input" | "parameter") =>
  defineLayer({
    name: "gain",
    summary: "For this test.",
    source: "this test",
    options: {},
    parameters: (input) => ({ factor: { shape: input.slice(-1), init: heNormal() } }),
    forward(x: Tensor, { parameter }) {
      const factor = parameter("factor");
      if (mistake === "input") return x.stopGradient().mul(factor);
      return mistake === "parameter" ? x.mul(factor.add(factor.square().stopGradient())) : x.mul(factor);
    },
  })();

const numbers = (shape: number[], seed = 1) => {
  const random = new RandomStream(seed, "inputs");
  const size = shape.reduce((product, extent) => product * extent, 1);
  return { shape, data: Float32Array.from({ length: size }, () => random.normal()) };
};

let data: Dataset;
beforeAll(async () => {
  data = await digits({ train: 20, validation: 0, test: 1 });
});

describe("checkGradients", () => {
  test.each(BACKENDS)("finds nothing wrong where nothing is, on %s", async (backend) => {
    const block = sequential([conv2d(3, 3, { padding: "same", bias: false }), batchNorm(), relu()]);
    const model = sequential([
      ...[conv2d(3, 3, { stride: 3 }), residual(block), maxPool2d(2), flatten()],
      ...[dense(8), tanh(), dropout(0.3), dense(10)],
    ]);
    const report = await checkGradients(model, data, { backend, elements: 3, samples: 2, seed: 3 }); // of which no kink is near
    expect(report.verdict).toMatch(
      /^Back-propagation agrees with finite differences everywhere: the largest relative /,
    );
    expect(report).toMatchObject({ right: true, wrong: [] });
    expect(Object.keys(report.errors)).toHaveLength(2 + 3 + 4);
    expect(report.errors["1.residual/block/1.batchNorm/scale"]).toBeLessThan(backend === "reference" ? 1e-6 : 1e-3);
  });

  test("names the layer that lets no gradient through, not those before it, which get none", async () => {
    const model = sequential([flatten(), dense(6), tanh(), gain("input"), dense(10)]);
    const report = await checkGradients(model, data);
    expect(report).toMatchObject({ right: false, wrong: ["3.gain"] });
    expect(report.verdict).toMatch(
      /^The gradient of 3\.gain is wrong: for element \d+ of the output of 2\.tanh it is 0\.000, by finite differences -?[\d.e-]+\. Look for stopGradient/,
    );
    expect(report.errors["1.dense/kernel"]).toBe(1);
    expect(report.errors["3.gain/factor"]).toBeLessThan(1e-4);
    expect(report.errors["4.dense/kernel"]).toBeLessThan(1e-4);
  });

  test("names the layer that is wrong about its own parameters", async () => {
    const report = await checkGradients(sequential([dense(4), gain("parameter"), dense(2)]), numbers([5, 3]));
    expect(report.wrong).toEqual(["1.gain"]);
    expect(report.verdict).toMatch(/^The gradient of 1\.gain is wrong: for element \d of 1\.gain\/factor it is/);
    expect(report.errors["0.dense/kernel"]).toBeLessThan(1e-4);
  });

  test("names every layer that is wrong", async () => {
    const model = sequential([dense(4), gain("input"), dense(3), gain("parameter"), dense(2)]);
    expect((await checkGradients(model, numbers([5, 3]))).wrong).toEqual(["1.gain", "3.gain"]);
  });

  test("names the loss", async () => {
    const broken = defineLoss({
      name: "broken",
      summary: "For this test.",
      source: "this test",
      targetKind: "values",
      options: {},
      compute: ({ output, target }) => output.sub(target).mul(output.sub(target).stopGradient()).mean(), // half of it
    });
    const values = arrays({ inputs: numbers([8, 3]), targets: numbers([8, 2], 2) });
    const report = await checkGradients(sequential([dense(2)]), values, { loss: broken() });
    expect(report.wrong).toEqual(["the loss broken"]);
    expect(report.errors["0.dense/kernel"]).toBeCloseTo(0.5, 4);
    expect((await checkGradients(dense(2), values, { loss: meanSquaredError() })).right).toBe(true);
  });

  test("checks a layer alone", async () => {
    expect(await checkGradients(gain("none"), numbers([4, 3]))).toMatchObject({ right: true });
    const report = await checkGradients(gain("input"), numbers([4, 3]));
    expect(report.wrong).toEqual(["gain"]);
    expect(report.verdict).toMatch(/^The gradient of gain is wrong: for element \d+ of the input it is 0\.000,/);
  });

  test("takes any slope for right at a kink, and only there", async () => {
    const zeros = { shape: [3, 4], data: new Float32Array(12) };
    expect((await checkGradients(relu(), zeros)).right).toBe(true);
    expect((await checkGradients(relu(), numbers([3, 4]))).right).toBe(true);
  });

  test("refuses what it cannot use", async () => {
    await expect(checkGradients(dense(2), numbers([4, 3]), { elements: 0 })).rejects.toThrow(
      "checkGradients: elements: expected a whole number of at least 1, received 0",
    );
    await expect(checkGradients(dense(10), data)).rejects.toThrow(/^dense: expected/);
  });
});
