import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { present } from "../../../test/present.ts";
import { arrays } from "../../data/arrays.ts";
import type { Dataset } from "../../data/dataset.ts";
import { zeros } from "../../model/initializers/zeros.ts";
import { dense } from "../../model/layers/dense.ts";
import { relu } from "../../model/layers/relu.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { meanSquaredError } from "../../model/losses/mean-squared-error.ts";

import { defaultRateOf } from "../../optimize/learning-rate.ts";
import { adam } from "../../optimize/optimizers/adam.ts";
import { chain } from "../../optimize/optimizers/chain.ts";
import { lookahead } from "../../optimize/optimizers/lookahead.ts";
import { partition } from "../../optimize/optimizers/partition.ts";
import { sgd } from "../../optimize/optimizers/sgd.ts";
import { exponentialDecay } from "../../optimize/schedules/exponential-decay.ts";
import { clipByValue } from "../../optimize/transforms/clip-by-value.ts";
import { RandomStream } from "../../random.ts";
import { train } from "../train.ts";
import { findRate } from "./find-rate.ts";
import { type RateCurve, suggestRate } from "./suggest-rate.ts";

/** y = w·x with x = ±1 in one dimension: the loss is (w − w*)² and gradient descent multiplies the error by 1 − 2η. */
const line: Dataset = arrays({
  inputs: { shape: [40, 1], data: Float32Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 1 : -1)) },
  targets: { shape: [40], data: Float32Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 3 : -3)) },
});
/** Targets as they are: the losses are worked out by hand. */
const OPTIONS = {
  targetScaling: "none" as const,
  threads: 0,
  batchSize: 40,
  loss: meanSquaredError(),
  optimizer: sgd(),
};

describe("findRate", () => {
  test("takes each step with the rate that it says, each a fixed multiple of the last", async () => {
    const options = { ...OPTIONS, backend: "reference" as const, startRate: 1e-3, endRate: 1, steps: 31, smoothing: 0 };
    const { rates, losses, smoothed, ended } = await findRate(dense(1, { bias: false, init: zeros() }), line, options);
    expect(rates).toHaveLength(31);
    expect(ended).toBe("highest rate");
    let error = 3;
    rates.forEach((rate, i) => {
      expect(rate).toBeCloseTo(1e-3 * 10 ** (i / 10), 12);
      expect(losses[i]).toBeCloseTo(error ** 2, 10);
      error *= 1 - 2 * rate;
    });
    expect(smoothed).toEqual(losses);
  });

  test("takes the range by its former names too", async () => {
    const options = { ...OPTIONS, backend: "reference" as const, steps: 10 };
    const former = { low: 1e-3, high: 1, explodes: 9 } as object;
    const now = { startRate: 1e-3, endRate: 1, divergeThreshold: 9 };
    expect(await findRate(dense(1), line, { ...options, ...former })).toEqual(
      await findRate(dense(1), line, { ...options, ...now }),
    );
  });

  test("smooths without bias, and stops where the loss explodes", async () => {
    const options = { ...OPTIONS, startRate: 1e-3, endRate: 1e3, steps: 60, smoothing: 0.5 };
    const { rates, losses, smoothed, ended, suggestion, explanation } = await findRate(
      dense(1, { bias: false, init: zeros() }),
      line,
      options,
    );
    expect(ended).toBe("exploded");
    expect(present(rates.at(-1))).toBeGreaterThan(1); // beyond η = 1 the error grows
    expect(present(rates.at(-1))).toBeLessThan(100);
    let [sum, weights] = [0, 0];
    losses.forEach((loss, i) => {
      [sum, weights] = [0.5 * sum + 0.5 * loss, 0.5 * weights + 0.5];
      expect(smoothed[i]).toBeCloseTo(sum / weights, 10);
    });
    const best = Math.min(...smoothed);
    expect(present(smoothed.at(-1))).toBeGreaterThan(4 * best);
    expect(suggestion?.steepest).toBeGreaterThan(0.01);
    expect(suggestion?.steepest).toBeLessThan(1);
    expect(suggestion?.valley).toBeLessThan(1);
    expect(suggestion?.rate).toBeLessThan(0.5); // η = 0.5 reaches the target in one step
    expect(explanation).toContain("It exploded at ");
  });

  test("finds a rate that trains, is plain JSON, and gives the same bits again", async () => {
    const random = new RandomStream(2, "rates");
    const labels = Uint8Array.from({ length: 300 }, (_, i) => i % 3);
    const inputs = {
      shape: [300, 4],
      data: Float32Array.from({ length: 1200 }, (_, k) => random.normal() + (k % 12 === 0 ? 3 : 0)),
    };
    const data = arrays({ inputs, labels }, { test: 60 });
    const model = sequential([dense(16), relu(), dense(3)]);
    for (const optimizer of [sgd(), adam({ learningRate: exponentialDecay(1) })]) {
      const found = await findRate(model, data, { threads: 0, optimizer, batchSize: 32 });
      expect(JSON.parse(JSON.stringify(found))).toEqual(found);
      expect(await findRate(model, data, { threads: 2, optimizer, batchSize: 32 })).toEqual({
        ...found,
        backend: expect.stringMatching(/^wasm, 2 threads/),
      });
      const { rate: taken, steepest, valley } = present(found.suggestion);
      for (const rate of [taken, steepest, valley]) expect(rate > 1e-4 && rate < 5, String(rate)).toBe(true);
    }
  });

  test("leaves the weights of a trained model untouched", async () => {
    const { model } = await train(dense(1), line, { ...OPTIONS, epochs: 3 });
    const before = structuredClone(model.parts.weights);
    const { losses } = await findRate(model, line, OPTIONS);
    expect(model.parts.weights).toEqual(before);
    const error = 3 - before.kernel[0] * 1;
    expect(losses[0]).toBeCloseTo(error ** 2 + before.bias[0] ** 2, 4); // from where it stands
  });

  test("stops when it is told to", async () => {
    const signal = AbortSignal.abort();
    const { ended, rates, explanation } = await findRate(dense(1), line, { ...OPTIONS, signal });
    expect([ended, rates]).toEqual(["aborted", []]);
    expect(explanation).toMatch(/^Interrupted after 0 steps: no suggestion/);
  });

  test("refuses what makes no test", async () => {
    await expect(findRate(dense(1), line, { ...OPTIONS, startRate: 1, endRate: 1 })).rejects.toThrow(
      "findRate: startRate: expected a rate below the last, 1, received 1.",
    );
    await expect(findRate(dense(1), line, { ...OPTIONS, steps: 3 })).rejects.toThrow("findRate: steps: expected");
    await expect(findRate(dense(1), line, { ...OPTIONS, optimizer: clipByValue(1) })).rejects.toThrow(
      "expected an optimizer that moves the weights, received clipByValue(…)",
    );
  });
});

describe("defaultRateOf", () => {
  test("finds the default within whatever is around the optimizer, also where a rate was given", () => {
    expect(defaultRateOf(sgd({ learningRate: 3 }))).toBe(0.01);
    expect(defaultRateOf(adam({ learningRate: exponentialDecay(1) }))).toBe(0.001);
    expect(defaultRateOf(chain(clipByValue(1), lookahead(adam({ learningRate: 1 }))))).toBe(0.001);
    expect(
      defaultRateOf(
        partition([
          ["bias", sgd()],
          ["*", chain(adam({ learningRate: 1 }))],
        ]),
      ),
    ).toBe(0.001);
    expect(defaultRateOf(clipByValue(1))).toBeUndefined();
  });
});

/** Range tests of ready models on 2,000 drawn digits, and the test loss after 5 epochs at the default and at higher rates. */
const recorded: (Pick<RateCurve, "losses" | "ended"> & { name: string; usual: number; trained: [number, number][] })[] =
  JSON.parse(readFileSync(new URL("../../../test/fixtures/rate-curves.json", import.meta.url), "utf8"));

describe("suggestRate", () => {
  const rates = Array.from({ length: 10 }, (_, i) => 10 ** (i - 5));
  const curve = (smoothed: number[], ended: RateCurve["ended"] = "exploded"): RateCurve => ({
    ...{ rates: rates.slice(0, smoothed.length), losses: smoothed, smoothed, ended },
  });

  test("takes half of the rate at which half of the fall was done", () => {
    //                 1e-5 1e-4 1e-3  0.01 0.1  1    10   …
    const smoothed = [2.3, 2.3, 2.25, 2.1, 1.0, 0.8, 0.7, 0.9, 2, 4];
    const { suggestion, explanation } = suggestRate(curve(smoothed));
    expect(suggestion?.rate).toBeCloseTo(0.005, 12); // from 2.3 (1e-4, settled) to 0.7: above 1.5 last at 0.01
    expect(suggestion?.steepest).toBeCloseTo(0.01, 12); // from there it falls by 1.1
    expect(explanation).toBe(
      "Take 0.005: half of 0.01, the rate at which the loss had done half of its fall. The loss fell from 2.300 to 0.7000 " +
        "at a rate of 10, fastest at 0.01, which is too much for a whole run. It exploded at 10000.",
    );
  });

  test("stays well below an explosion that comes right behind the fall", () => {
    const smoothed = [2.3, 2.3, 2.3, 2.3, 2.2, 0.5, 9];
    // half of 0.1 would be 0.05; the explosion at 10 allows 1: with the explosion at 0.1, a tenth of it
    expect(suggestRate(curve(smoothed)).suggestion?.rate).toBeCloseTo(0.05, 12);
    const narrow = { ...curve(smoothed), rates: smoothed.map((_, i) => 0.1 * 1.1 ** (i - 6)) };
    const { rate, reason } = present(suggestRate(narrow).suggestion);
    expect(rate).toBeCloseTo(0.01, 12);
    expect(reason).toBe("a tenth of 0.1, where the loss exploded");
  });

  test("gives the default of the optimizer an equal say where the loss falls at it", () => {
    const smoothed = [2.3, 2.3, 2.25, 2.1, 1.0, 0.8, 0.7, 0.9, 2, 4]; // half of the fall at 0.01, the lowest at 10
    const at = (usual: number, rest: Partial<RateCurve> = {}) =>
      present(suggestRate({ ...curve(smoothed), usual, ...rest }).suggestion);
    const [below, above] = [at(5e-5), at(0.5)]; // of the curve's 0.005
    expect(below.rate).toBeCloseTo(5e-4, 12); // √(0.005 · 5e-5)
    expect(below.reason).toBe(
      "between 5e-5, the default of the optimizer, and 0.005, which is half of 0.01, the rate at which the loss had done " +
        "half of its fall",
    );
    expect(above.rate).toBe(0.5);
    expect(above.reason).toMatch(/^the default of the optimizer, at which the loss still falls: above half of 0\.01, /);
    for (const usual of [0.0017, 0.014]) {
      expect(at(usual).rate).toBe(usual);
      expect(at(usual).reason).toBe(
        "the default of the optimizer, which is less than a factor of 3 away from half of 0.01, the rate at which the loss " +
          "had done half of its fall",
      );
    }
    // Where it does not fall, the default has none: at the lowest loss and above, and below what was tried.
    const tooHigh = "the loss had done half of its fall; the default of the optimizer, 20, is too high here";
    expect(at(20)).toMatchObject({ rate: 0.005, reason: expect.stringContaining(tooHigh) });
    expect(at(0.08, { rates: smoothed.map((_, i) => 0.1 * 1.1 ** (i - 9)) }).rate).toBeCloseTo(0.01, 12); // of the explosion
    expect(at(1e-6)).toMatchObject({ rate: 0.005, reason: expect.stringMatching(/^half of .* fall$/) });
  });

  test.each(recorded)("takes a rate at least as good as the default: $name", ({ losses, ended, usual, trained }) => {
    const some = losses.map((_, i) => 1e-7 * 10 ** ((8 * i) / 99));
    let [sum, weight] = [0, 0];
    const smoothed = losses.map((loss) => {
      [sum, weight] = [0.9 * sum + 0.1 * loss, 0.9 * weight + 0.1];
      return sum / weight;
    });
    const { rate } = present(suggestRate({ rates: some, losses, smoothed, ended, usual }).suggestion);
    const above = Math.max(
      1,
      trained.findIndex(([tried]) => tried >= rate),
    );
    const [[low, lossAtLow], [high, lossAtHigh]] = trained.slice(above - 1, above + 1);
    const share = Math.log(rate / low) / Math.log(high / low);
    expect(rate).toBeGreaterThanOrEqual(usual);
    expect(rate).toBeLessThanOrEqual(present(trained.at(-1))[0]);
    expect(lossAtLow + share * (lossAtHigh - lossAtLow)).toBeLessThanOrEqual(trained[0][1]);
  });

  test("is not misled by noise in the flat start, however long it falls there", () => {
    // As recorded of a network: 60 steps of noise around 2.3 at rates that do nothing, then a fall by 45 %.
    const random = new RandomStream(1, "noise");
    const some = Array.from({ length: 100 }, (_, i) => 1e-7 * 10 ** ((8 * i) / 99));
    const losses = some.map((rate) => 2.3 / (1 + (rate / 0.03) ** 0.9) + 0.06 * random.normal());
    let [sum, weight] = [0, 0];
    const smoothed = losses.map((loss) => {
      [sum, weight] = [0.9 * sum + 0.1 * loss, 0.9 * weight + 0.1];
      return sum / weight;
    });
    const { rate, valley, steepest } = present(
      suggestRate({ rates: some, losses, smoothed, ended: "highest rate" }).suggestion,
    );
    for (const each of [rate, valley, steepest]) expect(each).toBeGreaterThan(3e-3);
    expect(rate).toBeLessThan(0.15);
    // Noise alone gives no suggestion.
    const noise = losses.map(() => 2.3 + 0.06 * random.normal());
    let average = 2.3;
    const quiet = noise.map((loss) => (average += 0.1 * (loss - average)));
    expect(
      suggestRate({ rates: some, losses: noise, smoothed: quiet, ended: "highest rate" }).suggestion,
    ).toBeUndefined();
  });

  test("says why there is none", () => {
    const flat = rates.map(() => 2.3);
    expect(suggestRate(curve(flat, "highest rate")).suggestion).toBeUndefined();
    expect(suggestRate(curve(flat, "highest rate")).explanation).toMatch(
      /^No suggestion: the loss fell by no more than noise .*no gradient reaches/,
    );
    expect(suggestRate(curve([...flat.slice(1), 20])).explanation).toMatch(/straight from standing still to exploding/);
    expect(suggestRate(curve(flat.slice(0, 3))).explanation).toMatch(
      /exploded after 3 steps, at a rate of 0\.001, too soon .* Begin lower, at 1e-8/,
    );
    expect(suggestRate(curve([])).explanation).toMatch(/no step had a finite loss/);
    const falling = rates.map((_, i) => 2.3 - 0.2 * i);
    expect(suggestRate(curve(falling, "highest rate")).explanation).toMatch(
      /still falling at the highest rate, 10000: go higher/,
    );
    expect(suggestRate(curve(falling.slice(0, 6), "aborted"))).toEqual({
      explanation: "Interrupted after 6 steps, at a rate of 1: no suggestion, since the rates above were not tried.",
    });
  });
});
