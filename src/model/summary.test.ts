import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { TrainedModel } from "../predict/trained-model.ts";
import { mlp } from "./architectures/mlp.ts";
import { resnet } from "./architectures/resnet.ts";
import { dense } from "./layers/dense.ts";
import { relu } from "./layers/relu.ts";
import { sequential } from "./layers/sequential.ts";
import { summary } from "./summary.ts";

describe("summary", () => {
  test("lists the layers, the shapes of their outputs, and their parameters", () => {
    // 784 · 32 + 32 and 32 · 10 + 10
    expect(summary(mlp({ hidden: [32], dropout: 0.1 }), [28, 28, 1])).toBe(
      [
        "layer      output       parameters",
        "input      28 × 28 × 1",
        "0.flatten  784",
        "1.dense    32               25,120",
        "2.relu     32",
        "3.dropout  32",
        "4.dense    10                  330",
        "25,450 parameters",
      ].join("\n"),
    );
  });

  test("shows a single layer, and those within blocks by their paths", () => {
    expect(summary(dense(4), [3])).toContain("dense  4               16\n16 parameters");
    const deep = summary(resnet({ depth: 8, width: 4 }), [8, 8, 3]);
    expect(deep).toMatch(/^3\.residual\/block\/0\.conv2d +8 × 8 × 4 +144$/m); // 3 · 3 · 4 · 4
    expect(deep).toMatch(/ parameters, and \d+ running statistics$/);
  });

  test("adds up to the number of parameters of the model", () => {
    const layer = sequential([dense(3), relu()]);
    const weights = { "0.dense/kernel": new Float32Array(6), "0.dense/bias": new Float32Array(3) };
    const model = new TrainedModel({
      layer,
      inputShape: [2],
      weights,
      logits: false,
      scale: { subtract: 0, multiply: 1 },
    });
    expect(model.summary()).toContain(`${model.parameterCount} parameters`);
    expect(inspect(model)).toBe(`TrainedModel\n${model.summary()}`);
  });

  test("is short for a layer that is printed", () => {
    expect(inspect(sequential([dense(3, { bias: false }), relu()]))).toBe(
      "sequential([dense(3, { bias: false }), relu()])",
    );
  });
});
