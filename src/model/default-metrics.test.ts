import { describe, expect, test } from "vitest";
import { defaultMetrics } from "./default-metrics.ts";
import { binaryCrossEntropy } from "./losses/binary-cross-entropy.ts";
import { crossEntropy } from "./losses/cross-entropy.ts";
import { hinge } from "./losses/hinge.ts";
import { huber } from "./losses/huber.ts";
import { klDivergence } from "./losses/kl-divergence.ts";
import { meanSquaredError } from "./losses/mean-squared-error.ts";
import type { Learned } from "./task-of-outputs.ts";

const BINARY = ["accuracy", "logLoss", "rocAuc", "f1"];
const REGRESSION = ["rootMeanSquaredError", "meanAbsoluteError", "r2"];

describe("what is measured by default", () => {
  test.each<[string, Learned, string[]]>([
    ["several classes", { loss: crossEntropy(), outputs: 10 }, ["accuracy", "logLoss"]],
    ["two classes", { loss: crossEntropy(), outputs: 2 }, BINARY],
    ["yes or no", { loss: binaryCrossEntropy(), outputs: 1 }, BINARY],
    ["labels", { loss: binaryCrossEntropy(), outputs: 5 }, ["accuracy", "logLoss", "f1"]],
    ["scores that are no probabilities", { loss: hinge(), outputs: 2 }, ["accuracy", "rocAuc", "f1"]],
    ["real numbers", { loss: meanSquaredError(), outputs: 3 }, REGRESSION],
    ["real numbers, robustly", { loss: huber(), outputs: 1 }, REGRESSION],
    ["distributions", { loss: klDivergence(), outputs: 3 }, []],
    ["classes learned as numbers", { loss: meanSquaredError(), outputs: 1, classes: ["no", "yes"] }, []],
    ["what the data say", { loss: meanSquaredError(), outputs: 1, task: "binary" }, []],
  ])("of %s", (_, learned, names) => {
    expect(defaultMetrics(learned).map(({ name }) => name)).toEqual(names);
  });
});
