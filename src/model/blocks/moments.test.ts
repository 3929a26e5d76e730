import { describe, test } from "vitest";
import { BACKENDS, expectClose } from "../../../test/backends.ts";
import { checkGradients, distinctNumbers } from "../../../test/finite-differences.ts";
import { layerFunction } from "../../../test/layer-function.ts";
import { gradients } from "../../autodiff/backward.ts";
import { iota, type Tensor } from "../../graph/tensor.ts";
import { compileLayer } from "../../predict/compile-layer.ts";
import { RandomStream } from "../../random.ts";
import type { Layer } from "../layer.ts";
import { batchNorm, groupNorm, instanceNorm, layerNorm, rmsNorm } from "../layers/index.ts";

const NORMS: [Layer, number[]][] = [
  [batchNorm(), [3, 2]],
  [batchNorm(), [2, 2, 1, 2]],
  [layerNorm(), [2, 3]],
  [rmsNorm(), [2, 3]],
  [groupNorm(2), [2, 2, 1, 4]],
  [instanceNorm(), [2, 2, 2, 2]],
];

test.each(NORMS.map(([layer, shape]) => ({ layer, shape, name: `${layer.name} [${shape}]` })))(
  "$name: gradients of gradients are the differences",
  async ({ layer, shape }) => {
    const forward = layerFunction(layer, { training: true });
    const { parameters, state } = layer.build(shape.slice(1));
    const args = [shape, ...[...Object.values(parameters), ...Object.values(state)].map((spec) => spec.shape)].map(
      (of, i) => distinctNumbers(of, { seed: i + 1 }),
    );
    /** Σ i · ∂L/∂xᵢ for L = Σ tanh(y)² */
    const weighed = (...tensors: Tensor[]) => {
      const [x] = tensors;
      const loss = forward(...tensors)
        .tanh()
        .square()
        .sum();
      const [slope] = gradients(loss, [x]);
      return slope
        .reshape([-1])
        .mul(iota([slope.shape.reduce((a, b) => a * b, 1)], 0))
        .sum();
    };
    await checkGradients(weighed, args, { eps: 1e-5 });
  },
);

describe.each(BACKENDS)("%s", (backend) => {
  /** `offset` ± 1, in float32, and the same in float64 with mean 0 and variance 1 over each group. */
  const around = (offset: number, size: number) => {
    const random = new RandomStream(3, "around");
    return Float32Array.from({ length: size }, () => offset + random.normal());
  };
  const standardized = (x: Float32Array, groupOf: (i: number) => number) => {
    const groups = new Map<number, number[]>();
    for (const [i, value] of x.entries()) groups.set(groupOf(i), [...(groups.get(groupOf(i)) ?? []), value]);
    const moments = new Map(
      [...groups].map(([group, values]) => {
        const mean = values.reduce((a, b) => a + b) / values.length;
        return [group, { mean, variance: values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length }];
      }),
    );
    return Array.from(x, (value, i) => {
      const { mean, variance } = moments.get(groupOf(i)) as { mean: number; variance: number };
      return (value - mean) / Math.sqrt(variance + 1e-5);
    });
  };

  // PyTorch's float32 is off by 5e-5 to 8e-5 at 1,000 and by 8e-4 at 10,000, where the mean itself is rounded.
  test.each([
    { name: "batchNorm of many rows", layer: batchNorm(), shape: [512, 4], group: (i: number) => i % 4 },
    { name: "batchNorm of few rows", layer: batchNorm(), shape: [65, 5], group: (i: number) => i % 5 },
    { name: "batchNorm of images", layer: batchNorm(), shape: [8, 8, 8, 3], group: (i: number) => i % 3 },
    { name: "layerNorm", layer: layerNorm(), shape: [5, 300], group: (i: number) => Math.floor(i / 300) },
    { name: "groupNorm", layer: groupNorm(1), shape: [3, 10, 10, 2], group: (i: number) => Math.floor(i / 200) },
    {
      name: "instanceNorm",
      layer: instanceNorm(),
      shape: [3, 10, 10, 2],
      group: (i: number) => 2 * Math.floor(i / 200) + (i % 2),
    },
  ])("$name keeps the digits of what stands around a large mean", async ({ layer, shape, group }) => {
    for (const offset of [1_000, 10_000]) {
      const data = around(
        offset,
        shape.reduce((a, b) => a * b, 1),
      );
      const compiled = await compileLayer(layer, { input: shape, training: true, backend });
      expectClose((await compiled.forward({ shape, data })).data, standardized(data, group), 5e-6, `${offset}`);
      await compiled.close();
    }
  });

  test("values that are all alike are 0 without their mean", async () => {
    const compiled = await compileLayer(batchNorm({ eps: 1e-12 }), { input: [37, 1], training: true, backend });
    const { data } = await compiled.forward({ shape: [37, 1], data: new Array(37).fill(1234.5) });
    expectClose(data, new Array(37).fill(0), 1e-6);
    await compiled.close();
  });

  test("a lone value of a feature goes by the running statistics, which it does not move", async () => {
    const compiled = await compileLayer(batchNorm({ eps: 1e-12 }), { input: [1, 2], training: true, backend });
    compiled.state.mean = { shape: [2], data: [1, 2] };
    compiled.state.variance = { shape: [2], data: [4, 0.25] };
    const { data } = await compiled.forward({ shape: [1, 2], data: [3, 3] });
    expectClose(data, [1, 2], 1e-5); // (3 − 1) / 2 and (3 − 2) / 0.5
    expectClose(compiled.state.mean.data, [1, 2], 0);
    expectClose(compiled.state.variance.data, [4, 0.25], 0);
    await compiled.close();
  });

  test("one image has many values of a feature", async () => {
    const compiled = await compileLayer(batchNorm({ momentum: 0 }), { input: [1, 2, 2, 1], training: true, backend });
    await compiled.forward({ shape: [1, 2, 2, 1], data: [1, 2, 3, 4] });
    expectClose(compiled.state.mean.data, [2.5], 1e-6);
    expectClose(compiled.state.variance.data, [5 / 3], 1e-6); // Σ (x − 2.5)² / 3
    await compiled.close();
  });
});
