import { describe, expect, test } from "vitest";
import { catalogue } from "../../catalogue.ts";
import { arrays } from "../../data/arrays.ts";
import { fromExpression } from "../../expression/from-expression.ts";
import { constant } from "../../model/initializers/constant.ts";
import { dense } from "../../model/layers/dense.ts";
import { meanSquaredError } from "../../model/losses/mean-squared-error.ts";
import { adam } from "../../optimize/optimizers/adam.ts";
import { chain } from "../../optimize/optimizers/chain.ts";
import { sgd } from "../../optimize/optimizers/sgd.ts";
import type { Schedule } from "../../optimize/schedule.ts";
import { piecewise } from "../../optimize/schedules/piecewise.ts";
import { reduceOnPlateau } from "../../optimize/schedules/reduce-on-plateau.ts";
import { accumulate } from "../../optimize/transforms/accumulate.ts";
import type { Callback } from "../callback.ts";
import type { Run } from "../run/run.ts";
import { train } from "../train.ts";
import type { TrainOptions } from "../train-options.ts";

/** One sample a step, in this order in every epoch: "g" is a good one, the loss of "b" overflows. */
const steps = (pattern: string) =>
  arrays({
    inputs: [...pattern].map((one) => (one === "g" ? [0.5, -0.2, 0.9] : [1e30, 1e30, 1e30])),
    targets: [...pattern].map(() => [1]),
  });
const OPTIONS: TrainOptions = {
  ...{ loss: meanSquaredError(), scaling: "none", targetScaling: "none", metrics: [], shuffle: false },
  ...{ threads: 0, batchSize: 1, epochs: 1, seed: 1 },
};
const run = (pattern: string, options: TrainOptions) =>
  train(dense(1, { init: constant(0.3) }), steps(pattern), { ...OPTIONS, ...options });
/** Weights, statistics, what the optimizer keeps and what callbacks made of it. */
const bitsOf = ({ state, model, history }: Run) => ({
  ...{ state, losses: history.map(({ train }) => train.loss) },
  weights: "members" in model.parts ? undefined : model.parts.weights,
});

describe("a step that is not taken leaves no trace", () => {
  // Small enough for six epochs.
  const callbacks = Object.values(catalogue.callbacks).map(({ definition: { name, example = "" } }) => [
    name,
    example.replace(/\b(1[05]|5|8|20)\b/g, "2"),
  ]);

  test.each(callbacks)("in the callback %s", async (_, example) => {
    const options = () => ({
      epochs: 6,
      optimizer: adam({ learningRate: 0.05 }),
      callbacks: [fromExpression("callbacks", example) as Callback],
    });
    const [without, with6] = [await run("g", options()), await run("gb", options())];
    expect(with6.skippedSteps).toBe(without.steps);
    expect(bitsOf(with6)).toEqual(bitsOf(without));
    expect(with6.stopped).toEqual(without.stopped);
  });

  const schedules = Object.values(catalogue.schedules).map(
    ({ definition: { name, example = "" } }): [string, Schedule] => [
      name,
      name === "reduceOnPlateau" ? reduceOnPlateau(0.05) : (fromExpression("schedules", example) as Schedule),
    ],
  );

  test.each(schedules)("in the schedule %s, which goes by the position of a step", async (_, learningRate) => {
    const at = (step: number) => learningRate.at(step, { stepsPerEpoch: 6, totalSteps: 6 });
    const rates = piecewise([at(1), at(3), at(4)], [1, 2], { unit: "step" });
    const with3 = await run("bgbggb", { optimizer: sgd({ learningRate }) });
    const without = await run("ggg", { optimizer: sgd({ learningRate: rates }) });
    expect(with3.skippedSteps).toBe(3);
    expect(with3.state).toEqual(without.state);
  });

  test("in reduceOnPlateau, which goes by the losses of the steps that were taken", async () => {
    const optimizer = () => sgd({ learningRate: reduceOnPlateau(0.1, { patience: 1, minDelta: 0.05 }) });
    const options = () => ({ epochs: 6, optimizer: optimizer() });
    const [without, with6] = [await run("g", options()), await run("bg", options())];
    expect(bitsOf(with6)).toEqual(bitsOf(without));
    expect(with6.history.at(-1)?.learningRate).toBeLessThan(0.01);
  });

  test("in accumulate, whose sum goes on over it and over the end of an epoch", async () => {
    const options = () => ({ epochs: 3, optimizer: chain(accumulate(2), adam({ learningRate: 0.1 })) });
    const [without, with9] = [await run("ggg", options()), await run("gbgbbg", options())];
    expect(with9.skippedSteps).toBe(9);
    expect(bitsOf(with9)).toEqual(bitsOf(without));
  });
});
