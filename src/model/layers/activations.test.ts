import { describe, expect, test } from "vitest";
import { BACKENDS } from "../../../test/backends.ts";
import { onShapes, outputOf, testLayers } from "../../../test/layer-cases.ts";
import { compileLayer } from "../../predict/compile-layer.ts";
import type { Layer } from "../layer.ts";
import { elu } from "./elu.ts";
import { gelu } from "./gelu.ts";
import { hardSwish } from "./hard-swish.ts";
import { leakyRelu } from "./leaky-relu.ts";
import { prelu } from "./prelu.ts";
import { relu } from "./relu.ts";
import { selu } from "./selu.ts";
import { sigmoid } from "./sigmoid.ts";
import { silu } from "./silu.ts";
import { softmax } from "./softmax.ts";
import { softplus } from "./softplus.ts";
import { tanh } from "./tanh.ts";

testLayers({
  elu: onShapes(elu({ alpha: 0.7 })),
  gelu: [...onShapes(gelu()), ...onShapes(gelu({ approximate: "tanh" }))],
  hardSwish: onShapes(hardSwish()),
  leakyRelu: onShapes(leakyRelu(0.1)),
  prelu: [...onShapes(prelu()), ...onShapes(prelu({ shared: true }))],
  relu: onShapes(relu()),
  selu: onShapes(selu()),
  sigmoid: onShapes(sigmoid()),
  silu: onShapes(silu()),
  softmax: onShapes(softmax()),
  softplus: onShapes(softplus()),
  tanh: onShapes(tanh()),
});

describe.each(BACKENDS)("%s", (backend) => {
  test("activations bear numbers that overflow an exponential", async () => {
    const extreme = [-1000, -100, 0, 100, 1000];
    const of = (layer: Layer) => outputOf(backend, layer, [1, 5], extreme);
    expect(await of(softplus())).toEqual([0, expect.closeTo(0, 30), expect.closeTo(Math.LN2, 6), 100, 1000]);
    expect(await of(elu())).toEqual([-1, -1, 0, 100, 1000]);
    expect(await of(sigmoid())).toEqual([0, expect.closeTo(0, 30), 0.5, 1, 1]);
    expect(await of(softmax())).toEqual([0, 0, 0, 0, 1]);
    for (const layer of [gelu(), gelu({ approximate: "tanh" }), silu(), tanh(), selu()])
      for (const x of await of(layer)) expect(Number.isFinite(x), layer.name).toBe(true);
  });
});

const DEVICES = [
  ...BACKENDS.map((backend) => ({ name: backend, options: { backend } as const })),
  { name: "wasm without relaxed SIMD", options: { relaxedSimd: false } as const },
];

describe.each(DEVICES)("$name", ({ options }) => {
  /** What an activation gives at some numbers, and its slopes there. */
  const at = async (layer: Layer, xs: readonly number[]) => {
    const shape = [xs.length, 1];
    const compiled = await compileLayer(layer, { input: shape, ...options });
    const { output, inputGradient, parameterGradients } = await compiled.backward(
      { shape, data: xs },
      { shape, data: xs.map(() => 1) },
    );
    await compiled.close();
    return {
      values: Array.from(output.data, (y) => y + 0), // 0 for −0
      slopes: Array.from(inputGradient.data, (slope) => slope + 0),
      parameters: Object.values(parameterGradients).map(({ data }) => Array.from(data)),
    };
  };
  const relativeTo = (right: readonly number[], found: readonly number[], tolerance: number) => {
    for (const [i, y] of right.entries())
      expect(Math.abs(found[i] / y - 1), `${found[i]}, right ${y}`).toBeLessThan(tolerance);
  };

  test("activations have their limits at infinity, and their slopes", async () => {
    const limits: [Layer, left: number, right: number, slopes: [number, number]][] = [
      [relu(), 0, Infinity, [0, 1]],
      [leakyRelu(), -Infinity, Infinity, [Math.fround(0.01), 1]],
      [prelu(), -Infinity, Infinity, [0.25, 1]],
      [softplus(), 0, Infinity, [0, 1]],
      [elu(), -1, Infinity, [0, 1]],
      [silu(), 0, Infinity, [0, 1]],
      [gelu(), 0, Infinity, [0, 1]],
      [gelu({ approximate: "tanh" }), 0, Infinity, [0, 1]],
      [hardSwish(), 0, Infinity, [0, 1]],
    ];
    for (const [layer, left, right, slopes] of limits) {
      const found = await at(layer, [-Infinity, Infinity, -1e30, 1e30]);
      expect(found.values.slice(0, 2), layer.name).toEqual([left, right]);
      for (const i of [0, 1, 2, 3]) expect(found.slopes[i], layer.name).toBeCloseTo(slopes[i % 2], 6);
    }
  });

  test("a not-a-number stays one", async () => {
    for (const layer of [relu(), leakyRelu(), prelu(), softplus(), elu(), selu(), silu(), gelu(), hardSwish()])
      expect((await at(layer, [Number.NaN])).values, layer.name).toEqual([Number.NaN]);
  });

  test("prelu has the learned slope at 0, as leakyRelu has its own (those of PyTorch)", async () => {
    expect((await at(prelu(), [0])).slopes).toEqual([0.25]);
    expect((await at(leakyRelu(0.5), [0])).slopes).toEqual([0.5]);
    expect((await at(prelu(), [Infinity, -2])).parameters).toEqual([[-2]]); // Σ min(x, 0)
  });

  test("softplus keeps its digits far to the left: log1p(eˣ), and its slope σ(x)", async () => {
    const xs = [-80, -40, -20, -17, -5, -1, 0, 5, 30];
    const { values, slopes } = await at(softplus(), xs);
    relativeTo(
      xs.map((x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
      values,
      1e-6,
    );
    relativeTo(
      xs.map((x) => 1 / (1 + Math.exp(-x))),
      slopes,
      1e-6,
    );
  });

  test("elu and selu keep their digits near 0: α · expm1(x), and their slopes far to the left", async () => {
    const xs = [-40, -17, -1, -0.35, -0.1, -1e-3, -1e-6, -1e-8, -1e-20].map(Math.fround);
    for (const [layer, factor] of [
      [elu({ alpha: 2 }), 2],
      [selu(), 1.0507009873554805 * 1.6732632423543772],
    ] as const) {
      const { values, slopes } = await at(layer, xs);
      relativeTo(
        xs.map((x) => factor * Math.expm1(x)),
        values,
        1e-6,
      );
      relativeTo(
        xs.map((x) => factor * Math.exp(x)),
        slopes,
        1e-6,
      );
    }
  });

  test("softmax leaves out what is excluded, and is not a number where nothing is left", async () => {
    const compiled = await compileLayer(softmax(), { input: [3, 3], ...options });
    const data = [1, -Infinity, 1, 3e38, -3e38, -Infinity, -Infinity, -Infinity, -Infinity];
    const { data: found } = await compiled.forward({ shape: [3, 3], data });
    await compiled.close();
    expect(Array.from(found)).toEqual([0.5, 0, 0.5, 1, 0, 0, Number.NaN, Number.NaN, Number.NaN]);
  });
});
