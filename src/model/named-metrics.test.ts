import { describe, expect, test } from "vitest";
import { arrays } from "../data/arrays.ts";
import type { Tensor } from "../graph/tensor.ts";
import { filled } from "../graph/tensor.ts";
import { count, flag } from "../options.ts";
import { train } from "../train/train.ts";
import { dense } from "./layers/dense.ts";
import { crossEntropy } from "./losses/cross-entropy.ts";
import { defineMetric } from "./metric.ts";
import { accuracy } from "./metrics/accuracy.ts";
import { f1 } from "./metrics/f1.ts";
import { namedMetrics } from "./named-metrics.ts";

const about = { summary: "For this test.", source: "this test", higherIsBetter: true };
const topK = defineMetric({
  name: "topK",
  ...about,
  options: { k: count(1), strict: flag(false) },
  compute: (_, { k }) => filled([], k),
});
const metric = (name: string, compute: (at: { output: Tensor }) => Tensor = () => filled([], 0.25)) =>
  defineMetric({ name, ...about, options: {}, compute })();

const data = arrays({
  inputs: { shape: [6, 2], data: Float32Array.from({ length: 12 }, (_, i) => i) },
  labels: [0, 1, 0, 1, 0, 1],
});
const measures = async (...metrics: Parameters<typeof namedMetrics>[0]) => {
  const run = await train(dense(2), data, { threads: 0, epochs: 1, batchSize: 3, metrics });
  return run.history[0].train;
};

describe("metrics", () => {
  test("are reported without options that are left out where they differ in one", () => {
    expect(Object.keys(namedMetrics([f1(), f1({ average: "macro" })]))).toEqual(["f1()", 'f1(average: "macro")']);
  });

  test("are reported under their names, those of one name with the options in which they differ", () => {
    expect(Object.keys(namedMetrics([accuracy(), topK({ k: 1 }), topK({ k: 5 })]))).toEqual([
      "accuracy",
      "topK(k: 1)",
      "topK(k: 5)",
    ]);
    expect(Object.keys(namedMetrics([topK({ k: 5 })]))).toEqual(["topK"]);
  });

  test("are each reported by a run", async () => {
    expect(await measures(topK({ k: 1 }), topK({ k: 5 }))).toMatchObject({ "topK(k: 1)": 1, "topK(k: 5)": 5 });
  });

  test("are refused twice", () => {
    expect(() => namedMetrics([accuracy(), accuracy()])).toThrow(
      "metrics[1]: expected a metric that is not given yet, received accuracy again.",
    );
  });

  test.each(["loss", "finite", "gradientNorm", "lossWeight", "constructor", "toString", "__proto__", "valueOf", "a/b"])(
    "are refused under the name %j before anything is trained",
    async (name) => {
      await expect(measures(metric(name))).rejects.toThrow(
        `, received ${JSON.stringify(name)}. Define it under another`,
      );
    },
  );

  test("are refused unless they give one number", async () => {
    await expect(measures(metric("raw", ({ output }) => output))).rejects.toThrow(
      "metric raw: expected one number for a batch, such as the result of .mean(), received a tensor [3, 2].",
    );
    await expect(measures(metric("plain", () => 0.5 as unknown as Tensor))).rejects.toThrow("received 0.5.");
  });

  test("can be losses, but no weighted means", async () => {
    const { loss, crossEntropy: again } = await measures(crossEntropy());
    expect(again).toBe(loss);
    await expect(measures(crossEntropy({ classWeights: [1, 2] }))).rejects.toThrow(
      "metric crossEntropy: expected a plain mean over the batch, so batches add up by their sizes, received a weighted mean.",
    );
  });
});
