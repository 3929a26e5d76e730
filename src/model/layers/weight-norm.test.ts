import { describe, expect, test } from "vitest";
import { BACKENDS, expectClose } from "../../../test/backends.ts";
import { outputOf, testLayers } from "../../../test/layer-cases.ts";
import { compileLayer } from "../../predict/compile-layer.ts";
import { batchNorm } from "./batch-norm.ts";
import { conv2d } from "./conv2d.ts";
import { dense } from "./dense.ts";
import { depthwiseConv2d } from "./depthwise-conv2d.ts";
import { relu } from "./relu.ts";
import { residual } from "./residual.ts";
import { sequential } from "./sequential.ts";
import { weightNorm } from "./weight-norm.ts";

testLayers({
  weightNorm: [
    [weightNorm(dense(4)), [2, 3]],
    [weightNorm(conv2d(4, 2, { groups: 2, bias: false })), [1, 3, 3, 2]],
    [weightNorm(depthwiseConv2d(2)), [2, 3, 2, 2]],
    [weightNorm(sequential([dense(3), batchNorm(), residual(dense(3))])), [3, 2]],
    [weightNorm(dense(2)), [0, 3]],
  ],
});

describe.each(BACKENDS)("%s", (backend) => {
  test("weight normalization begins with the weights that the layer would have had", async () => {
    const data = [1, -2, 3, 0.5, 0.25, -1];
    const plain = await outputOf(backend, dense(4), [2, 3], data);
    expectClose(await outputOf(backend, weightNorm(dense(4)), [2, 3], data), plain, 1e-6); // lengths are float32
    const compiled = await compileLayer(weightNorm(dense(2, { bias: false })), { input: [1, 2], backend });
    compiled.parameters["kernel/direction"] = { shape: [2, 2], data: [3, 0, 4, 0] };
    compiled.parameters["kernel/length"] = { shape: [2], data: [10, 1] };
    const { output, parameterGradients } = await compiled.backward(
      { shape: [1, 2], data: [1, 2] },
      { shape: [1, 2], data: [1, 1] },
    );
    expectClose(output.data, [10 * (3 / 5 + 2 * (4 / 5)), 0], 1e-6); // a direction of 0 gives 0, not 0/0
    const { data: gradient } = parameterGradients["kernel/direction"];
    expectClose([3 * gradient[0] + 4 * gradient[2]], [0], 1e-5); // at a right angle to v, equation 4 of the paper
    await compiled.close();
  });
});

test("weight normalization names what a kernel is made of beside the other parameters, at any depth", () => {
  const model = weightNorm(sequential([dense(4), batchNorm(), residual(dense(4, { bias: false }))]));
  const { parameters, state } = sequential([model]).build([3]);
  expect(Object.keys(parameters)).toEqual([
    "0.weightNorm/0.dense/kernel/length",
    "0.weightNorm/0.dense/kernel/direction",
    "0.weightNorm/0.dense/bias",
    "0.weightNorm/1.batchNorm/scale",
    "0.weightNorm/1.batchNorm/shift",
    "0.weightNorm/2.residual/block/kernel/length",
    "0.weightNorm/2.residual/block/kernel/direction",
  ]);
  expect(Object.keys(state)).toEqual(["0.weightNorm/1.batchNorm/mean", "0.weightNorm/1.batchNorm/variance"]);
  expect(parameters["0.weightNorm/0.dense/kernel/length"].shape).toEqual([4]);
  expect(parameters["0.weightNorm/0.dense/kernel/direction"].shape).toEqual([3, 4]);
});

test.each<[string, () => unknown, string]>([
  [
    "weight normalization of a layer without kernels",
    () => weightNorm(sequential([relu(), batchNorm()])).build([4]),
    "weightNorm: layer: expected a layer with kernels, such as dense or conv2d, received sequential.",
  ],
])("refuses %s", (_, make, message) => {
  expect(make).toThrow(message);
});
