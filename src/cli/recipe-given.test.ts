import { describe, expect, test } from "vitest";
import { recipeGiven } from "./recipe-given.ts";

describe("a flag beside an expression that says the same", () => {
  test.each([
    [{ dropout: "0", model: "sequential([flatten(), dense(10)])" }, "dropout", "model sequential("],
    [{ learningRate: "0.001", optimizer: "adam({ learningRate: 0.1 })" }, "learningRate", "optimizer adam("],
    [{ learningRate: "none", optimizer: "adam({ learningRate: 0.1 })" }, "learningRate", "optimizer adam("],
    [{ schedule: "none", optimizer: "sgd({ learningRate: cosineDecay(0.1) })" }, "schedule", "optimizer sgd("],
    [{ weightDecay: "none", optimizer: "adamw({ weightDecay: 0.1 })" }, "weightDecay", "optimizer adamw("],
    [{ clipMode: "clipByGlobalNorm", optimizer: "chain(clipByValue(2), adam())" }, "clipMode", "optimizer chain("],
    [{ labelSmoothing: "0", loss: "crossEntropy({ labelSmoothing: 0.1 })" }, "labelSmoothing", "loss crossEntropy("],
    [
      { earlyStopping: "none", callbacks: "earlyStopping({ patience: 4 })" },
      "earlyStopping",
      "callbacks earlyStopping(",
    ],
    [{ augmentShift: "0", augment: "augment({ shift: 2 })" }, "augmentShift", "augment augment("],
    [{ dataSeed: "1", data: "digits({ seed: 3 })" }, "dataSeed", "data digits("],
  ])("%j is refused, also with its default, and both are named", async (flags, key, other) => {
    const error: Error = await recipeGiven(undefined, flags).catch((thrown) => thrown);
    expect(error.message).toContain(`recipe: ${key}: expected no ${key} beside `);
    expect(error.message).toContain(other);
  });

  test.each([
    { dropout: "0", model: "mlp" },
    { schedule: "none", optimizer: "adam({ b1: 0.8 })" },
    { labelSmoothing: "0", loss: "huber" },
    { earlyStopping: "none", callbacks: "signals()" },
    { dataSeed: "1", data: "digits({ train: 100 })" },
  ])("%j say different things, and stand together", async (flags) => {
    expect(await recipeGiven(undefined, flags)).toMatchObject({ ...("dropout" in flags ? { dropout: 0 } : {}) });
  });
});
