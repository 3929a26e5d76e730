import { describe, expect, test } from "vitest";
import { BACKENDS } from "../../../test/backends.ts";
import { array } from "../../../test/steps-of.ts";
import { fromSpec } from "../../from-spec.ts";
import { filled, iota, type Tensor } from "../../graph/tensor.ts";
import type { Optimizer } from "../optimizer.ts";
import { cosineDecay, warmup } from "../schedules/index.ts";
import { optimizerStepper } from "../step/optimizer-stepper.ts";
import { accumulate, clipByGlobalNorm, gradientNoise, maxNorm } from "../transforms/index.ts";
import * as optimizers from "./index.ts";

const { adadelta, adagrad, adam, adamw, amsgrad, chain, lamb, lion, lookahead, momentum, muon } = optimizers;
const { nadam, normalizedSgd, partition, radam, rmsprop, sam, scheduleFreeAdamw, sgd } = optimizers;

const STEPS = { quadratic: 2000, rosenbrock: 10_000 };
type Problem = keyof typeof STEPS;
const falling = (problem: Problem, rate: number, share = 1) =>
  cosineDecay(rate, { span: STEPS[problem] * share, unit: "step" });

/** For every optimizer, one that solves a quadratic, and one for Rosenbrock's valley. */
const SOLVERS: Record<keyof typeof optimizers, (problem: Problem) => Optimizer> = {
  adadelta: (problem) => adadelta({ learningRate: falling(problem, problem === "quadratic" ? 10 : 1) }),
  adagrad: () => adagrad({ learningRate: 1 }),
  adam: (problem) => adam({ learningRate: falling(problem, 0.1) }),
  adamw: (problem) => adamw({ learningRate: falling(problem, 0.1), weightDecay: 0 }),
  amsgrad: (problem) => amsgrad({ learningRate: falling(problem, 0.1) }),
  chain: (problem) => chain(clipByGlobalNorm(100), plain(problem)),
  lamb: (problem) => lamb({ learningRate: falling(problem, 0.05), weightDecay: 0 }),
  lion: (problem) => lion({ learningRate: falling(problem, 0.01) }),
  lookahead: (problem) => lookahead(plain(problem)),
  momentum: plain,
  muon: (problem) => muon({ learningRate: falling(problem, 0.02), adamRate: 5 }),
  nadam: (problem) => nadam({ learningRate: falling(problem, 0.02) }),
  normalizedSgd: (problem) => normalizedSgd({ learningRate: falling(problem, problem === "quadratic" ? 0.02 : 0.002) }),
  partition: (problem) => partition([["*", plain(problem)]]),
  // its first steps are plain descent: at 0.02 a gradient of 233 would leave the valley
  radam: (problem) => radam({ learningRate: warmup(200, falling(problem, 0.02), { unit: "step" }) }),
  rmsprop: (problem) => rmsprop({ learningRate: falling(problem, problem === "quadratic" ? 0.02 : 0.002) }),
  sam: (problem) => sam(plain(problem), { rho: falling(problem, 0.05, 0.5) }),
  scheduleFreeAdamw: () => scheduleFreeAdamw({ learningRate: 0.05 }),
  sgd: (problem) => sgd({ learningRate: problem === "quadratic" ? 0.05 : 0.002 }),
};

function plain(problem: Problem): Optimizer {
  return momentum({ learningRate: problem === "quadratic" ? 0.01 : 0.002 });
}

/** Σ λ(w − t)² / 2 over a matrix and a vector, with λ from 1 to 10. */
function quadratic({ matrix, vector }: Record<string, Tensor>): Tensor {
  const [i, j, k] = [iota([2, 3], 0), iota([2, 3], 1), iota([2], 0)];
  const ofMatrix = matrix
    .sub(i.mul(2).sub(j))
    .square()
    .mul(i.mul(2).add(j.mul(3)).add(1)); // t = 2i − j, λ = 1 + 2i + 3j
  const ofVector = vector.sub(k.mul(-3).add(1)).square().mul(k.mul(-9).add(10)); // t = 1 − 3k, λ = 10 − 9k
  return ofMatrix.sum().add(ofVector.sum()).mul(0.5);
}

const TARGET = [0, -1, -2, 2, 1, 0, 1, -2];

/** (1 − x)² + 100(y − x²)² */
function rosenbrock({ w }: Record<string, Tensor>): Tensor {
  const [x, y] = [w.slice([0, 0], [1, 1]), w.slice([0, 1], [1, 1])];
  return filled([1, 1], 1).sub(x).square().add(y.sub(x.square()).square().mul(100)).sum();
}

describe.each(Object.entries(SOLVERS))("%s", (name, make) => {
  test("reaches the minimum of a quadratic", async () => {
    const start = { matrix: array([2, 3], [1, 1, 1, 1, 1, 1]), vector: array([2], [0, 0]) };
    const stepper = await optimizerStepper(make("quadratic"), start, { backend: "reference", loss: quadratic });
    for (let step = 0; step < STEPS.quadratic; step++) await stepper.step();
    const found = [...stepper.evaluated.matrix.data, ...stepper.evaluated.vector.data];
    for (const [i, target] of TARGET.entries()) expect(Math.abs(found[i] - target)).toBeLessThan(1e-3);
    await stepper.close();
  }, 60_000);

  test("reaches the minimum of Rosenbrock's function, at the end of its valley", async () => {
    const start = { w: array([1, 2], [-1.2, 1]) };
    const stepper = await optimizerStepper(make("rosenbrock"), start, {
      backend: "reference",
      loss: rosenbrock,
    });
    for (let step = 0; step < STEPS.rosenbrock; step++) await stepper.step();
    const [x, y] = stepper.evaluated.w.data;
    expect(Math.abs(x - 1)).toBeLessThan(0.02);
    expect(Math.abs(y - 1)).toBeLessThan(0.04);
    await stepper.close();
  }, 60_000);

  test.each(BACKENDS)("goes on from what was saved with the same bits, described by JSON: %s", async (backend) => {
    const start = { w: array([1, 2], [-1.2, 1]) };
    const alone = make("rosenbrock");
    const stages = [clipByGlobalNorm(100), gradientNoise(0.01), maxNorm(2), alone];
    const staged = chain(...(name === "sam" ? [] : [accumulate(2)]), ...stages); // accumulate must stand within sam
    for (const optimizer of [alone, staged]) {
      const options = { backend, loss: rosenbrock, seed: 5 };
      const whole = await optimizerStepper(optimizer, start, options);
      for (let step = 0; step < 4; step++) await whole.step();
      const saved = structuredClone(await whole.save());
      for (let step = 0; step < 9; step++) await whole.step();

      const again = fromSpec("optimizers", JSON.parse(JSON.stringify(optimizer)));
      const resumed = await optimizerStepper(again, start, { ...options, resume: saved });
      for (let step = 0; step < 9; step++) await resumed.step();
      expect(await resumed.save()).toEqual(await whole.save());
      expect(resumed.evaluated).toEqual(whole.evaluated);
      await whole.close();
      await resumed.close();
    }
  });
});
