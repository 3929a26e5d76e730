import { describe, expect, test } from "vitest";
import { present } from "../../../test/present.ts";
import { points, SMALL, small, stopAfter } from "../../../test/small-runs.ts";
import { batches } from "../../data/batches.ts";
import type { Dataset } from "../../data/dataset.ts";
import { batchNorm } from "../../model/layers/batch-norm.ts";
import { dense } from "../../model/layers/dense.ts";
import { relu } from "../../model/layers/relu.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { adam } from "../../optimize/optimizers/adam.ts";
import { drawnWeights } from "../prepare/drawn-weights.ts";
import { train } from "../train.ts";

describe("numbers that are not finite", () => {
  const huge = (indices: ArrayLike<number>, data: Dataset): Dataset => {
    const changed = structuredClone(data);
    for (const i of Array.from(indices)) changed.train.inputs.data.fill(3e38, i * 4, i * 4 + 4);
    return changed;
  };

  test("end a run whose learning rate is far too large, with finite weights and advice", async () => {
    const optimizer = adam({ learningRate: 1e20 });
    const run = await train(small(), points(64), { ...SMALL, epochs: 30, optimizer });
    expect(run.stopped.reason).toBe("diverged");
    expect(run.stopped.detail).toMatch(/^the (loss|gradient's norm) was (NaN|Infinity) for \d+ steps in a row/);
    expect(run.stopped.detail).toContain("Try a learning rate ten times smaller, clipByGlobalNorm(1)");
    expect(run.skippedSteps).toBeGreaterThanOrEqual(10);
    for (const weights of Object.values(run.model.parts.weights)) expect(weights.every(Number.isFinite)).toBe(true);
  });

  test("end a run on inputs that overflow, with the initial weights untouched", async () => {
    const data = points(40);
    const model = sequential([dense(6), batchNorm(), relu(), dense(3)]);
    const run = await train(
      model,
      huge(
        Uint32Array.from({ length: 40 }, (_, i) => i),
        data,
      ),
      { ...SMALL, epochs: 30 },
    );
    expect(run.stopped).toMatchObject({ reason: "diverged", epoch: Math.floor((run.skippedSteps - 1) / 5) });
    expect(run.model.parts.weights).toEqual(drawnWeights(model.build([4]), 1));
  });

  test("are skipped in a single step, and counted", async () => {
    const data = points(24);
    const last = present([...batches(24, 8, { seed: 1, epoch: 1 })].at(-1));
    const poisoned = huge([last[3]], data);
    const [run, without] = [
      await train(small(), poisoned, { ...SMALL, epochs: 1 }),
      await train(small(), poisoned, { ...SMALL, epochs: 1, ...stopAfter(2) }),
    ];
    expect([run.skippedSteps, without.skippedSteps]).toEqual([1, 0]);
    expect(run.stopped.reason).toBe("epochs");
    expect(run.model.parts.weights).toEqual(without.model.parts.weights);
    expect(run.history[0].train.loss).toBeGreaterThan(0);
    expect(run.history[0].train.loss).toBeLessThan(10);

    const longer = await train(small(), poisoned, { ...SMALL, epochs: 15 });
    expect(longer.skippedSteps).toBe(15); // more than it takes to diverge, but never in a row
    expect(longer.stopped).toEqual({ reason: "epochs", epoch: 15 });
  });
});
