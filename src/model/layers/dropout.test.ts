import { describe, expect, test } from "vitest";
import { BACKENDS } from "../../../test/backends.ts";
import { outputOf, testLayers } from "../../../test/layer-cases.ts";
import { compileLayer } from "../../predict/compile-layer.ts";
import { RandomStream } from "../../random.ts";
import { lecunNormal } from "../initializers/lecun-normal.ts";
import type { Layer } from "../layer.ts";
import { alphaDropout } from "./alpha-dropout.ts";
import { dense } from "./dense.ts";
import { dropout } from "./dropout.ts";
import { gaussianDropout } from "./gaussian-dropout.ts";
import { residual } from "./residual.ts";
import { selu } from "./selu.ts";
import { sequential } from "./sequential.ts";
import { spatialDropout } from "./spatial-dropout.ts";
import { stochasticDepth } from "./stochastic-depth.ts";

testLayers({
  alphaDropout: [
    [alphaDropout(0.3), [4, 3]],
    [alphaDropout(0), [1, 1]],
    [alphaDropout(), [0, 2, 2]],
  ],
  dropout: [
    [dropout(0.5), [4, 3]],
    [dropout(0), [1, 1]],
    [dropout({ rate: 0.2 }), [0, 3]],
  ],
  gaussianDropout: [
    [gaussianDropout(0.3), [4, 3]],
    [gaussianDropout(0), [1, 1]],
    [gaussianDropout(), [0, 2, 2]],
  ],
  spatialDropout: [
    [spatialDropout(0.5), [2, 2, 3, 4]],
    [spatialDropout(0), [1, 1]],
    [spatialDropout(), [0, 2, 2, 3]],
  ],
  stochasticDepth: [
    [stochasticDepth(0.5), [4, 2, 3]],
    [stochasticDepth(0), [1, 1]],
    [residual(sequential([dense(3), stochasticDepth(0.3)])), [5, 3]],
    [stochasticDepth(), [0, 3]],
  ],
});

/** Mean, variance and kurtosis. */
const momentsOf = (numbers: readonly number[]) => {
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  const moment = (k: number) => numbers.reduce((sum, x) => sum + (x - mean) ** k, 0) / numbers.length;
  return { mean, variance: moment(2), kurtosis: moment(4) / moment(2) ** 2 };
};

describe.each(BACKENDS)("%s", (backend) => {
  test("dropout keeps the mean, and does nothing in inference", async () => {
    const ones = new Array(20_000).fill(1);
    const kept = await outputOf(backend, dropout(0.3), [1, 20_000], ones, true);
    const share = kept.filter((x) => x !== 0).length / kept.length;
    expect(Math.abs(share - 0.7)).toBeLessThan(5 * Math.sqrt((0.3 * 0.7) / 20_000));
    for (const x of kept) expect(x === 0 || Math.abs(x - 1 / 0.7) < 1e-6).toBe(true);
    expect(await outputOf(backend, dropout(0.3), [1, 20_000], ones)).toEqual(ones);
  });

  test("spatial dropout drops whole channels, stochastic depth whole samples; both keep the mean", async () => {
    const shape = [500, 2, 3, 4];
    const data = new Array(12_000).fill(1);
    const spatial = await outputOf(backend, spatialDropout(0.3), shape, data, true);
    const depth = await outputOf(backend, stochasticDepth(0.3), shape, data, true);
    const distinct = (numbers: number[]) => [...new Set(numbers.map((x) => Number(x.toFixed(5))))].sort();
    for (let sample = 0; sample < 500; sample++) {
      const own = spatial.slice(24 * sample, 24 * sample + 24);
      for (let c = 0; c < 4; c++) expect(distinct(own.filter((_, i) => i % 4 === c))).toHaveLength(1);
      expect(distinct(depth.slice(24 * sample, 24 * sample + 24))).toHaveLength(1);
    }
    for (const [output, independent] of [
      [spatial, 2000],
      [depth, 500],
    ] as const) {
      expect(distinct(output)).toEqual([0, 1.42857]);
      const share = output.filter((x) => x > 0).length / output.length;
      expect(Math.abs(share - 0.7)).toBeLessThan(5 * Math.sqrt((0.3 * 0.7) / independent));
    }
    for (const layer of [spatialDropout(0.3), stochasticDepth(0.3)])
      expect(await outputOf(backend, layer, shape, data)).toEqual(data);
  });

  test("gaussian dropout multiplies by normal numbers of the variance of dropout", async () => {
    const n = 20_000;
    const ones = new Array(n).fill(1);
    const { mean, variance, kurtosis } = momentsOf(await outputOf(backend, gaussianDropout(0.3), [1, n], ones, true));
    const expected = 0.3 / 0.7;
    // Five standard errors: of the mean σ/√n, of the variance σ²√(2/n), of the kurtosis √(24/n).
    expect(Math.abs(mean - 1)).toBeLessThan(5 * Math.sqrt(expected / n));
    expect(Math.abs(variance - expected)).toBeLessThan(5 * expected * Math.sqrt(2 / n));
    expect(Math.abs(kurtosis - 3)).toBeLessThan(5 * Math.sqrt(24 / n));
    expect(await outputOf(backend, gaussianDropout(0.3), [1, n], ones)).toEqual(ones);
  });

  test("alpha dropout keeps mean 0 and variance 1, and sets what it drops to one number", async () => {
    const n = 20_000;
    const random = new RandomStream(1, "normal numbers");
    const data = Array.from({ length: n }, () => random.normal());
    const output = await outputOf(backend, alphaDropout(0.2), [1, n], data, true);
    const { mean, variance } = momentsOf(output);
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(n));
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / n)); // its kurtosis is less than a normal law's
    // By hand, with α′ = −1.7581: a = (0.8 + 3.09091·0.8·0.2)^(−1/2) = 0.87891, b = 0.2·a·1.7581 = 0.30904; a·α′ + b:
    const dropped = output.filter((y) => Math.abs(y + 1.23616) < 1e-4);
    expect(Math.abs(dropped.length / n - 0.2)).toBeLessThan(5 * Math.sqrt(0.16 / n));
    expect(await outputOf(backend, alphaDropout(0.2), [1, n], data)).toEqual(data.map((x) => expect.closeTo(x, 5)));
  });
});

/** Mean and variance after 16 layers of 200 SELU units, for N(0, 1) at first. */
async function after16Layers(drop: Layer, seed: number): Promise<{ mean: number; variance: number }> {
  const random = new RandomStream(seed, "signals");
  const input = { shape: [100, 200], data: Float64Array.from({ length: 20_000 }, () => random.normal()) };
  const block = [dense(200, { init: lecunNormal() }), selu(), drop];
  const model = sequential(Array.from({ length: 16 }, () => block).flat());
  const compiled = await compileLayer(model, { input: input.shape, training: true, seed });
  const { data } = await compiled.forward(input);
  await compiled.close();
  const output = Array.from(data);
  const mean = output.reduce((sum, x) => sum + x, 0) / output.length;
  return { mean, variance: output.reduce((sum, x) => sum + (x - mean) ** 2, 0) / output.length };
}

test("alpha dropout leaves SELU its fixed point, which plain dropout takes away (Klambauer et al. 2017)", async () => {
  for (const seed of [1, 2, 3]) {
    const kept = await after16Layers(alphaDropout(0.1), seed);
    const lost = await after16Layers(dropout(0.1), seed);
    expect(Math.abs(kept.mean)).toBeLessThan(0.03); // measured: 0.005, against 0.05
    expect(Math.abs(kept.variance - 1)).toBeLessThan(0.1); // measured: at most 0.025, against 0.56 to 0.61
    expect(lost.variance).toBeGreaterThan(1.4);
  }
});
