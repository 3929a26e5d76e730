import { describe, expect, test, vi } from "vitest";
import { BACKENDS } from "../../../test/backends.ts";
import { points, SMALL } from "../../../test/small-runs.ts";
import { arrays } from "../../data/arrays.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { constant } from "../../model/initializers/constant.ts";
import { defineLayer } from "../../model/layer.ts";
import { batchNorm } from "../../model/layers/batch-norm.ts";
import { dense } from "../../model/layers/dense.ts";
import { relu } from "../../model/layers/relu.ts";
import { residual } from "../../model/layers/residual.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { adam } from "../../optimize/optimizers/adam.ts";
import { sgd } from "../../optimize/optimizers/sgd.ts";
import { runReport } from "../../report/run/run-report.ts";
import { readRun } from "../../saved/load-run.ts";
import { train } from "../train.ts";

/** A layer of one function. */
const layer = (name: string, forward: (x: Tensor) => Tensor) =>
  defineLayer({ name, summary: "A function.", source: "by definition", options: {}, forward })();

/** Data whose sample 5 has an input of 3; all others are 1. */
const data = arrays({
  inputs: { shape: [16, 1], data: Float32Array.from({ length: 16 }, (_, i) => (i === 5 ? 3 : 1)) },
  labels: Uint8Array.from({ length: 16 }, (_, i) => i % 2),
});
const OPTIONS = { ...SMALL, scaling: "none", epochs: 1, batchSize: 4 } as const;
const of = (inner: ReturnType<typeof layer>) => sequential([inner, dense(2, { init: constant(0.1) })]);

describe.each(BACKENDS)("the first value that was not finite, on %s", (backend) => {
  const options = { ...OPTIONS, backend };

  test.each<[string, ReturnType<typeof layer>, object]>([
    [
      "exp",
      layer("huge", (x) => x.mul(backend === "reference" ? 300 : 30).exp()),
      { operation: "exp", value: Infinity },
    ],
    ["log", layer("logOf", (x) => x.sub(3).abs().log()), { operation: "log", value: -Infinity, of: [0] }],
    ["div", layer("ratio", (x) => x.div(x.sub(3))), { operation: "div", value: Infinity, of: [3, 0] }],
    ["sqrt", layer("root", (x) => x.neg().add(2).sqrt()), { operation: "sqrt", value: Number.NaN, of: [-1] }],
  ])("is told with %s, its layer, its operands and its sample", async (_, inner, expected) => {
    const run = await train(of(inner), data, options);
    expect(run.skippedSteps).toBe(1);
    expect(run.nonFinite).toHaveLength(1);
    expect(run.nonFinite?.[0]).toMatchObject({
      ...expected,
      epoch: 1,
      pass: "forward",
      layer: `0.${inner.name}`,
      sample: 5,
    });
  });

  test("is found in a gradient, where the forward pass is finite", async () => {
    const root = layer("root", (x) => x.sub(3).abs().sqrt()); // the slope of √x at 0 is infinite
    const model = sequential([dense(1, { init: constant(1) }), root, dense(2)]);
    const run = await train(model, data, { ...options, batchSize: 16 });
    expect(run.nonFinite?.[0]).toMatchObject({ pass: "gradient", operation: "div", layer: "1.root" });
    expect(run.nonFinite?.[0].detail).toMatch(/in the gradient of 1\.root\. A division by 0: add a small number/);
  });
});

/** The same with a fill value in sample 7, and a model that overflows with it. */
const filled = structuredClone(data);
filled.train.inputs.data[7] = 1e20;
const normalized = () => sequential([dense(3), batchNorm(), relu(), dense(2)]);

describe("the first value that was not finite", () => {
  test("is not one that nothing reads, nor a mask", async () => {
    const masked = layer("masked", (x) => {
      const hidden = x.less(2).where(-Infinity, x); // −∞ on purpose, but for sample 5
      const aside = x.less(2).where(1, x.sub(1).log()); // log(0) is left aside
      return hidden
        .exp()
        .add(aside)
        .add(x.div(x.sub(3)));
    });
    const run = await train(of(masked), data, OPTIONS);
    expect(run.nonFinite?.[0]).toMatchObject({ operation: "div", of: [3, 0], layer: "0.masked", sample: 5 });
  });

  test("is found within blocks", async () => {
    const block = residual(sequential([layer("huge", (x) => x.mul(30).exp())]));
    const run = await train(sequential([block, dense(2)]), data, OPTIONS);
    expect(run.nonFinite?.[0].layer).toBe("0.residual/block/0.huge");
  });

  test("is found in an update", async () => {
    const run = await train(sequential([dense(2)]), data, { ...OPTIONS, optimizer: adam({ learningRate: 1e39 }) });
    expect(run.stopped.reason).toBe("diverged");
    expect(run.nonFinite?.[0]).toMatchObject({ step: 1, pass: "update", layer: "adam/0.dense/kernel" });
    expect(run.stopped.detail).toMatch(/At step 1: the first value that was not finite is .* in the update by adam/);
  });

  test("comes with the input that it is made of, where that is too large to be meant", async () => {
    const run = await train(normalized(), filled, OPTIONS);
    expect(run.nonFinite?.[0]).toMatchObject({ pass: "forward", operation: "mul", layer: "1.batchNorm" });
    expect(run.nonFinite?.[0].detail).toContain(
      "from training sample 7 (counted from 0). An input of this sample is as large as 1e+20",
    );
  });

  test("is told of the first three bad steps, of one in a row of them, and is saved", async () => {
    const run = await train(normalized(), filled, { ...OPTIONS, epochs: 5 });
    expect([run.skippedSteps, run.nonFinite?.length]).toEqual([5, 3]);
    expect(run.nonFinite?.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(readRun(run.toBytes()).nonFinite).toEqual(run.nonFinite);
    const resumed = await train(normalized(), filled, { ...OPTIONS, epochs: 6, resume: run });
    expect(resumed.nonFinite).toEqual(run.nonFinite);
  });

  test("is said once at the end, and is among the hints of the run and its report", async () => {
    const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
    const run = await train(normalized(), filled, { ...OPTIONS, seed: 5 });
    const said = warned.mock.calls.flat().filter((text) => /steps? were skipped/.test(text));
    warned.mockRestore();
    const words = `1 of 4 steps were skipped, because their loss, gradient or update was not finite. At ${run.nonFinite?.[0].detail}`;
    expect(said).toEqual([`evenkeel: ${words}`]);
    expect(run.hints.at(-1)).toBe(words);
    const { hints } = await runReport(run, filled);
    expect(hints.filter((hint) => hint === words)).toHaveLength(1);
  });

  test("is absent in a healthy run", async () => {
    expect((await train(sequential([dense(3)]), points(24), SMALL)).nonFinite).toBeUndefined();
  });

  test("is looked for without a trace", async () => {
    // An epoch whose last step is bad, against one without it.
    const optimizer = sgd({ learningRate: 0.1, momentum: 0.9 });
    const inner = layer("huge", (x) => x.mul(30).exp());
    const single = arrays({ inputs: { shape: [2, 1], data: Float32Array.of(1, 3) }, labels: Uint8Array.of(0, 1) });
    const run = await train(of(inner), single, { ...OPTIONS, batchSize: 1, epochs: 3, optimizer });
    expect(run.skippedSteps).toBe(3);
    for (const values of Object.values(run.state)) expect(values.every(Number.isFinite)).toBe(true);
  });
});
