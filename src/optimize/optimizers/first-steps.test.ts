import { describe, expect, test } from "vitest";
import { BACKENDS } from "../../../test/backends.ts";
import type { Optimizer } from "../optimizer.ts";
import { cosineDecay } from "../schedules/cosine-decay.ts";
import { join } from "../schedules/join.ts";
import { optimizerStepper } from "../step/optimizer-stepper.ts";
import { adadelta } from "./adadelta.ts";
import { nadam } from "./nadam.ts";
import { radam } from "./radam.ts";
import { rmsprop } from "./rmsprop.ts";

describe.each(BACKENDS)("first steps by hand, on %s", (backend) => {
  /** Where one weight is, from 0, after each of these gradients. */
  async function path(optimizer: Optimizer, gradients: readonly number[]): Promise<number[]> {
    const stepper = await optimizerStepper(optimizer, { w: { shape: [1], data: [0] } }, { backend });
    const places: number[] = [];
    for (const g of gradients) {
      await stepper.step({ w: { shape: [1], data: [g] } });
      places.push(stepper.parameters.w!.data[0]!);
    }
    await stepper.close();
    return places;
  }

  test("rmsprop: without a bias correction, the first step is 1/√(1 − ρ) rates long", async () => {
    const [first, second] = await path(rmsprop({ learningRate: 0.01, rho: 0.99 }), [2, 2]);
    expect(first).toBeCloseTo(-0.01 * 10, 6); // g / √(0.01 g²)
    expect(second).toBeCloseTo(first! - 0.01 / Math.sqrt(0.0199), 6); // v = (0.99 · 0.01 + 0.01) g²
  });

  test("adadelta: the first step is g √ε / √((1 − ρ)g² + ε), whatever the size of g", async () => {
    const eps = 1e-4;
    const [one] = await path(adadelta({ rho: 0.9, eps }), [1]);
    const [hundred] = await path(adadelta({ rho: 0.9, eps }), [100]);
    expect(one).toBeCloseTo(-0.01 / Math.sqrt(0.1 + 1e-4), 6);
    expect(hundred).toBeCloseTo(-0.01 / Math.sqrt(0.1 + 1e-8), 6);
  });

  test("nadam: the first step weighs the gradient by 1 and the mean by the momentum to come", async () => {
    const [first] = await path(nadam({ learningRate: 0.01 }), [3]);
    const mu = (t: number) => 0.9 * (1 - 0.5 * 0.96 ** (0.004 * t));
    const ofMean = (mu(2) * 0.1) / (1 - mu(1) * mu(1) * mu(2)); // m = (1 − β₁)g; the product as PyTorch 1.13 has it
    expect(first).toBeCloseTo(-0.01 * (1 + ofMean), 6); // (1 − μ₁)g / (1 − μ₁) + …, over √v̂ = |g|
  });

  test("radam: a rate that falls to 0 later does not hide what it multiplies from its sixth step on", async () => {
    const rate = join([0.01, cosineDecay(0.01, { span: 10 })], [8]);
    const places = await path(radam({ learningRate: rate }), [1, 1, 1, 1, 1, 1, 1]);
    const [b2, limit, t] = [0.999, 1999, 7];
    const rho = limit - (2 * t * b2 ** t) / (1 - b2 ** t);
    const r = Math.sqrt(((rho - 4) * (rho - 2) * limit) / ((limit - 4) * (limit - 2) * rho));
    expect(places[4]).toBeCloseTo(-0.05, 6); // five steps along the mean gradient
    expect(places[6]! - places[5]!).toBeCloseTo(-0.01 * r, 6); // m̂ / √v̂ = 1
  });
});
