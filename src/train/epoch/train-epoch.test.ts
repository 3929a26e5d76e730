import { describe, expect, test } from "vitest";
import { arrays } from "../../data/arrays.ts";
import type { Dataset } from "../../data/dataset.ts";
import { constant } from "../../model/initializers/constant.ts";
import { zeros } from "../../model/initializers/zeros.ts";
import { batchNorm } from "../../model/layers/batch-norm.ts";
import { dense } from "../../model/layers/dense.ts";
import { relu } from "../../model/layers/relu.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { meanSquaredError } from "../../model/losses/mean-squared-error.ts";
import type { Optimizer } from "../../optimize/optimizer.ts";
import { adam } from "../../optimize/optimizers/adam.ts";
import { chain } from "../../optimize/optimizers/chain.ts";
import * as optimizers from "../../optimize/optimizers/index.ts";
import { lookahead } from "../../optimize/optimizers/lookahead.ts";
import { partition } from "../../optimize/optimizers/partition.ts";
import { sam } from "../../optimize/optimizers/sam.ts";
import { sgd } from "../../optimize/optimizers/sgd.ts";
import { piecewise } from "../../optimize/schedules/piecewise.ts";
import { accumulate } from "../../optimize/transforms/accumulate.ts";
import { adaptiveClip } from "../../optimize/transforms/adaptive-clip.ts";
import { clipByGlobalNorm } from "../../optimize/transforms/clip-by-global-norm.ts";
import { clipByNorm } from "../../optimize/transforms/clip-by-norm.ts";
import * as transforms from "../../optimize/transforms/index.ts";
import { normalizeAbove } from "../../optimize/transforms/normalize-above.ts";
import { RandomStream } from "../../random.ts";
import { readRun } from "../../saved/load-run.ts";
import { averageWeights } from "../callbacks/average-weights.ts";
import { earlyStopping } from "../callbacks/early-stopping.ts";
import { signals } from "../callbacks/signals.ts";
import { swa } from "../callbacks/swa.ts";
import type { Run } from "../run/run.ts";
import { train } from "../train.ts";
import type { TrainOptions } from "../train-options.ts";

/** Samples one after another in the order of the first epoch under seed 1: a batch of one each. */
function inOrder(inputs: readonly (readonly number[])[], targets: readonly number[]): Dataset {
  const [n, width] = [inputs.length, inputs[0].length];
  const [x, y] = [new Float32Array(n * width), new Float32Array(n)];
  new RandomStream(1, "shuffle", 1).permutation(n).forEach((sample, step) => {
    x.set(inputs[step], sample * width);
    y[sample] = targets[step];
  });
  return arrays({ inputs: { shape: [n, width], data: x }, targets: { shape: [n, 1], data: y } });
}

/** Targets as they are: what overflows is worked out by hand. */
const OPTIONS: TrainOptions = {
  ...{ loss: meanSquaredError(), targetScaling: "none", metrics: [] },
  ...{ threads: 0, batchSize: 1, epochs: 1, seed: 1 },
};
const line = () => sequential([dense(1, { init: constant(0.3) })]);
const GOOD = [0.5, -0.2, 0.9];
const BAD = [1e30, 1e30, 1e30]; // its loss overflows

/** Weights, statistics and what the optimizer keeps, as plain numbers. */
const bitsOf = ({ state }: Run) => Object.fromEntries(Object.entries(state).map(([name, data]) => [name, [...data]]));

describe("a step that is not taken", () => {
  /** Optimizers that need others; the rest needs nothing. */
  const WRAPPERS: Readonly<Record<string, () => Optimizer>> = {
    chain: () => chain(clipByGlobalNorm(1), adam()),
    partition: () => partition([["*", adam()]]),
    lookahead: () => lookahead(sgd({ learningRate: 0.1 }), { k: 2 }),
    sam: () => sam(adam()),
  };

  test.each(Object.entries(optimizers))(
    "leaves no trace in %s, before, between and after others",
    async (name, make) => {
      const optimizer = WRAPPERS[name] ?? (make as () => Optimizer);
      const run = async (pattern: string) =>
        bitsOf(
          await train(
            line(),
            inOrder(
              [...pattern].map((c) => (c === "g" ? GOOD : BAD)),
              [...pattern].map(() => 1),
            ),
            {
              ...OPTIONS,
              optimizer: optimizer(),
            },
          ),
        );
      expect(await run("bbgbggbb")).toEqual(await run("ggg"));
    },
  );

  test.each<[string, TrainOptions]>([
    ["accumulate", { optimizer: chain(accumulate(2), adam({ learningRate: 0.1 })) }],
    ["averageWeights", { callbacks: [averageWeights({ decay: 0.9 })] }],
    ["a chain with clipping", { optimizer: chain(clipByGlobalNorm(1), adam()) }],
  ])("leaves no trace in %s", async (_, options) => {
    const run = (inputs: readonly (readonly number[])[]) =>
      train(
        line(),
        inOrder(
          inputs,
          inputs.map(() => 1),
        ),
        { ...OPTIONS, ...options },
      );
    const [with3, without] = [await run([BAD, GOOD, GOOD, BAD, GOOD, BAD, GOOD]), await run([GOOD, GOOD, GOOD, GOOD])];
    expect(bitsOf(with3)).toEqual(bitsOf(without));
    expect([with3.skippedSteps, without.skippedSteps]).toEqual([3, 0]);
  });

  /** Transforms that have to be told where they act. Noise is drawn by the position of a step, so it differs. */
  const TOLD: Readonly<Record<string, () => Optimizer>> = {
    freeze: () => transforms.freeze("*bias"),
    perLayerRate: () => transforms.perLayerRate([["*", 0.5]]),
    gradientNoise: () => transforms.gradientNoise(0),
    accumulate: () => accumulate(2),
  };

  test.each(Object.entries(transforms))("leaves no trace in %s", async (name, make) => {
    const transform = TOLD[name] ?? (make as () => Optimizer);
    const run = async (inputs: readonly (readonly number[])[]) =>
      bitsOf(
        await train(
          line(),
          inOrder(
            inputs,
            inputs.map(() => 1),
          ),
          { ...OPTIONS, optimizer: chain(transform(), adam({ learningRate: 0.1 })) },
        ),
      );
    expect(await run([BAD, GOOD, GOOD, BAD, GOOD, BAD])).toEqual(await run([GOOD, GOOD, GOOD]));
  });

  test("does not keep the weights of an epoch from swa, where it is the epoch's last", async () => {
    // Two samples of which one is bad: an epoch is one step of −gradient, wherever it stands.
    const data = inOrder([GOOD, BAD], [1, 1]);
    const run = await train(line(), data, {
      ...OPTIONS,
      epochs: 4,
      optimizer: sgd({ learningRate: 0.1 }),
      callbacks: [swa({ from: 2 })],
    });
    const alone = await train(line(), inOrder([GOOD], [1]), {
      ...OPTIONS,
      epochs: 4,
      optimizer: sgd({ learningRate: 0.1 }),
      callbacks: [swa({ from: 2 })],
    });
    expect(bitsOf(run)).toEqual(bitsOf(alone));
  });
});

describe("the outcome of a run", () => {
  // 3 samples of 4 overflow: divergence depends on what is seen of the queue, if anything does.
  const random = new RandomStream(3, "overflow");
  const inputs = Array.from({ length: 400 }, () => (random.uniform() < 0.75 ? [3e38, 3e38] : [1, 2]));
  const data = arrays({
    inputs: { shape: [400, 2], data: Float32Array.from(inputs.flat()) },
    targets: { shape: [400, 1], data: new Float32Array(400).fill(1) },
  });

  test("is the same however many steps the clock lets be queued at once", async () => {
    const run = (perCall: number) => {
      let clock = 0;
      const now = () => (clock += perCall);
      return train(line(), data, { ...OPTIONS, optimizer: adam(), now });
    };
    const [quick, slow] = [await run(0.001), await run(200)];
    expect(bitsOf(quick)).toEqual(bitsOf(slow));
    expect([quick.steps, quick.skippedSteps, quick.stopped]).toEqual([slow.steps, slow.skippedSteps, slow.stopped]);
    expect(quick.stopped.reason).toBe("diverged");
  });

  test("is the same wherever safe points lie, when an update is not finite", async () => {
    // Fill values of 1e20: their loss and gradient are finite behind a batch normalization, the variance is not.
    const poisoned = arrays({
      inputs: {
        shape: [96, 2],
        data: Float32Array.from({ length: 192 }, (_, i) => (i === 60 || i === 150 ? 1e20 : Math.sin(i))),
      },
      labels: Uint8Array.from({ length: 96 }, (_, i) => i % 2),
    });
    const model = sequential([batchNorm(), dense(4), relu(), dense(2)]);
    const run = (perCall: number) => {
      let clock = 0;
      const now = () => (clock += perCall);
      return train(model, poisoned, { threads: 0, batchSize: 8, epochs: 3, now, callbacks: [signals({ every: 1 })] });
    };
    const [quick, slow] = [await run(0.001), await run(600)];
    expect(quick.skippedSteps).toBe(6); // two of each epoch
    expect(bitsOf(quick)).toEqual(bitsOf(slow));
    expect(quick.signals).toEqual(slow.signals);
    expect(quick.history.map(({ train }) => train)).toEqual(slow.history.map(({ train }) => train));
    for (const values of Object.values(quick.state)) expect(values.every(Number.isFinite)).toBe(true);
  });
});

describe("a gradient whose square overflows", () => {
  // One input of 1e25 against a target far away: the gradient is −2·10·1e25, finite; its square is not.
  const data = inOrder([[1e25]], [10]);
  const model = () => sequential([dense(1, { bias: false, init: zeros() })]);

  test.each([
    ["clipByGlobalNorm", clipByGlobalNorm(1), 1],
    ["clipByNorm", clipByNorm(1), 1],
    ["normalizeAbove", normalizeAbove(1), 1],
    ["adaptiveClip", adaptiveClip(0.5, { eps: 1 }), 0.5], // of weights 0, so of the norm eps = 1
  ])("is clipped by %s, not lost", async (_, clip, length) => {
    const run = await train(model(), data, { ...OPTIONS, optimizer: chain(clip, sgd({ learningRate: 1 })) });
    expect(run.skippedSteps).toBe(0);
    expect(run.model.parts.weights["0.dense/kernel"][0]).toBeCloseTo(length, 5);
  });

  test("is followed at a rate that is small enough, and refused where it leads too far", async () => {
    const at = (learningRate: number) => train(model(), data, { ...OPTIONS, optimizer: sgd({ learningRate }) });
    const [near, far] = [await at(1e-26), await at(1)];
    expect([near.skippedSteps, near.model.parts.weights["0.dense/kernel"][0]]).toEqual([0, expect.closeTo(2, 5)]);
    expect([far.skippedSteps, far.model.parts.weights["0.dense/kernel"][0]]).toEqual([1, 0]);
    expect(far.nonFinite?.[0].detail).toContain("would have made a weight of 0.dense/kernel 2e+26");
  });
});

describe("a run that diverges", () => {
  test("gives back the last weights whose loss was finite", async () => {
    // Steps of 1e25 from 0.3: the second loss overflows, so the initial weights are the last ones with a finite loss.
    const data = inOrder([GOOD, GOOD, GOOD, GOOD], [1, 1, 1, 1]);
    const run = await train(line(), data, { ...OPTIONS, epochs: 4, optimizer: sgd({ learningRate: 1e25 }) });
    expect(run.stopped).toMatchObject({ reason: "diverged", epoch: 2 });
    expect(run.stopped.detail).toMatch(
      /^the loss was Infinity for 10 steps in a row, up to step 3 of epoch 3; the weights are the last ones whose loss was finite\. Try/,
    );
    const initial = new Float32Array(3).fill(0.3);
    expect(run.model.parts.weights["0.dense/kernel"]).toEqual(initial);
    expect(run.state["0.dense/kernel"]).toEqual(initial);
    expect(run.skippedSteps).toBe(11); // the step that led there is undone
  });

  test("goes back into the middle of an epoch, with the bits that it had there", async () => {
    // After seven good steps a rate of 1e30: the eighth step leads to weights whose loss overflows.
    const data = inOrder(
      Array.from({ length: 20 }, () => GOOD),
      Array.from({ length: 20 }, () => 1),
    );
    const learningRate = piecewise([0.01, 1e30], [7], { unit: "step" });
    const diverged = await train(line(), data, { ...OPTIONS, optimizer: sgd({ learningRate }) });
    const first = inOrder(
      Array.from({ length: 7 }, () => GOOD),
      Array.from({ length: 7 }, () => 1),
    );
    const seven = await train(line(), first, { ...OPTIONS, optimizer: sgd({ learningRate: 0.01 }) });
    expect(diverged.stopped.reason).toBe("diverged");
    expect(diverged.model.parts.weights).toEqual(seven.model.parts.weights);
  });

  test("is said to have diverged where it ends before ten steps in a row", async () => {
    const data = inOrder([BAD, BAD], [1, 1]);
    const run = await train(line(), data, { ...OPTIONS, epochs: 3 });
    expect(run.stopped).toMatchObject({ reason: "diverged", epoch: 3 });
    expect(run.stopped.detail).toMatch(
      /6 steps in a row, up to the end of the last epoch; the weights are the initial/,
    );
    expect(run.history.map(({ train }) => train)).toEqual(Array(3).fill({ loss: Number.NaN }));
  });

  test("has not where one update alone was not finite, whatever the clock", async () => {
    // A gradient of 2·(0.3·3 − 100) ≈ −198 each; the fourth step, at a rate of 1e37, is longer than float32 tells. Undone
    // it leaves 19 good steps; if it were kept, the losses of all that follow would not be numbers.
    const data = inOrder(
      Array.from({ length: 20 }, () => GOOD),
      Array.from({ length: 20 }, () => 100),
    );
    const learningRate = piecewise([1e-3, 1e37, 1e-3], [3, 4], { unit: "step" });
    const options = { ...OPTIONS, epochs: 2, optimizer: sgd({ learningRate }) };
    let time = 0;
    const standing = await train(line(), data, { ...options, now: () => 0 });
    const leaping = await train(line(), data, { ...options, now: () => (time += 10_000) });
    expect([standing.stopped.reason, standing.skippedSteps]).toEqual(["epochs", 1]);
    expect([leaping.stopped.reason, leaping.skippedSteps]).toEqual(["epochs", 1]);
    expect(leaping.state).toEqual(standing.state);
  });

  test("goes back over a step that was undone before it", async () => {
    // The first update is not finite and is undone, and the second one leads to weights whose loss overflows.
    const data = inOrder(
      Array.from({ length: 20 }, () => GOOD),
      Array.from({ length: 20 }, () => 100),
    );
    const learningRate = piecewise([1e37, 1e30], [1], { unit: "step" });
    let time = 0;
    for (const now of [() => 0, () => (time += 10_000)]) {
      const run = await train(line(), data, { ...OPTIONS, optimizer: sgd({ learningRate }), now });
      expect(run.stopped).toMatchObject({ reason: "diverged", epoch: 0 });
      expect(run.state["0.dense/kernel"]).toEqual(new Float32Array(3).fill(0.3));
      expect([run.steps, run.skippedSteps]).toEqual([12, 12]);
    }
  });

  test("counts steps that were not taken on when it is resumed", async () => {
    const data = inOrder(
      Array.from({ length: 20 }, () => BAD),
      Array.from({ length: 20 }, () => 1),
    );
    const stop = new AbortController();
    let time = 0;
    const part = await train(line(), data, {
      ...OPTIONS,
      signal: stop.signal,
      now: () => (time += 10_000),
      onProgress: ({ step }) => step === 4 && stop.abort(),
    });
    expect([part.stopped.reason, part.skippedSteps, part.skippedInARow]).toEqual(["aborted", 4, 4]);
    for (const resume of [part, readRun(part.toBytes())]) {
      const rest = await train(line(), data, { ...OPTIONS, resume });
      expect([rest.stopped.reason, rest.steps]).toEqual(["diverged", 10]);
      const again = await train(line(), data, { ...OPTIONS, resume: rest });
      expect([again.stopped.reason, again.steps]).toEqual(["diverged", 20]); // what diverged counts from 0 again
    }
  });

  test("says which weights it gives back", async () => {
    const data = inOrder([GOOD, GOOD, GOOD, GOOD], [1, 1, 1, 1]);
    const learningRate = piecewise([0.01, 1e25], [4], { unit: "step" });
    const options = { ...OPTIONS, optimizer: sgd({ learningRate }) };
    const watched = { ...options, epochs: 6, callbacks: [earlyStopping({ patience: 9 })] };
    const best = await train(line(), { ...data, validation: data.train }, watched);
    expect(best.stopped).toMatchObject({ reason: "diverged", bestEpoch: 1 });
    expect(best.stopped.detail).toMatch(/; the weights are those after epoch 1\. Try/);
    // Without a validation set epoch 2 looks best by the loss of its first step, which led astray.
    const unseen = await train(line(), data, watched);
    expect(unseen.stopped.bestEpoch).toBeUndefined();
    expect(unseen.stopped.detail).toMatch(/; the weights are the last ones whose loss was finite\. Try/);
    expect(unseen.model.parts.weights).toEqual((await train(line(), data, options)).model.parts.weights);
    const far = inOrder([GOOD, GOOD, GOOD, GOOD], [3e38, 3e38, 3e38, 3e38]);
    const resume = await train(line(), data, { ...options, epochs: 1 });
    const resumed = await train(line(), far, { ...options, epochs: 6, resume });
    expect(resumed.stopped.detail).toMatch(/; the weights are those that the run was resumed with\. Try/);
    expect(resumed.state).toEqual(resume.state);
  });
});
