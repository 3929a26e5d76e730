import { describe, expect, test } from "vitest";
import { arrays } from "../../data/arrays.ts";
import { dense } from "../../model/layers/dense.ts";
import { findRate } from "../find-rate/find-rate.ts";
import { train } from "../train.ts";
import { capacityReport } from "./capacity-report.ts";

/** n samples of d numbers in three classes. */
const data = (n: number, d: number) =>
  arrays({ inputs: { shape: [n, d], data: new Float32Array(n * d) }, labels: new Uint8Array(n), classes: 3 });

describe("capacityReport", () => {
  test.each([
    [150, 4, 15, 450, "ample data"], // 10 × 15 ≤ 150
    [149, 4, 15, 447, "comparable"],
    [10, 9, 30, 30, "comparable"], // as many as 10 × 3
    [10, 10, 33, 30, "over-parameterised"],
  ] as const)("%d samples of %d numbers, %d parameters, %d constraints: %s", (n, d, parameters, constraints, level) => {
    expect(capacityReport(dense(3), data(n, d))).toMatchObject({
      ...{ parameters, samples: n, constraints, level, parametersPerSample: parameters / n },
    });
  });

  test("says in words what follows, with the numbers", () => {
    expect(capacityReport(dense(3), data(1000, 9999)).explanation).toMatch(
      /^30,000 parameters for 1,000 training samples, 30 a sample: more than the 3,000 numbers to fit.* need not hurt/,
    );
  });

  test("counts the targets of a regression", () => {
    const inputs = { shape: [8, 2], data: new Float32Array(16) };
    const targets = { shape: [8, 5], data: new Float32Array(40) };
    expect(capacityReport(dense(5), arrays({ inputs, targets }))).toMatchObject({ parameters: 15, constraints: 40 });
  });

  test("is in the run, and of a trained model the same", async () => {
    const run = await train(dense(3), data(12, 4), { threads: 0, epochs: 1, batchSize: 6 });
    expect(run.capacity).toEqual(capacityReport(dense(3), data(12, 4)));
    expect(capacityReport(run.model, data(12, 4))).toEqual(run.capacity);
    // biome-ignore lint/suspicious/noExplicitAny: what the types would refuse, as JavaScript may give it
    const notItsModel: any = run;
    const message = "model: expected a layer or a trained model, received a run. Give its model: run.model.";
    expect(() => capacityReport(notItsModel, data(12, 4))).toThrow(`capacityReport: ${message}`);
    await expect(findRate(notItsModel, data(12, 4))).rejects.toThrow(`findRate: ${message}`);
    await expect(train(notItsModel, data(12, 4))).rejects.toThrow(
      "received a run. Give the layers that its model was made of: run.model.parts.layer.",
    );
  });
});
