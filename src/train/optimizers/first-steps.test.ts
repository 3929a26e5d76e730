import { describe, expect, test } from "vitest";
import { BACKENDS } from "../../../test/backends.ts";
import type { Optimizer } from "../optimizer.ts";
import { optimizerStepper } from "../optimizer-stepper.ts";
import { adadelta } from "./adadelta.ts";
import { nadam } from "./nadam.ts";
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
});
