import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nearest } from "./nearest.ts";

const NAMES = ["dropout", "epochs", "batchSize", "earlyStopping"];

describe("nearest", () => {
  test.each([
    ["dropuot", "dropout"],
    ["DROPOUT", "dropout"],
    ["epoch", "epochs"],
    ["batchsize", "batchSize"],
    ["batch-size", "batchSize"],
    ["batch_size", "batchSize"],
    ["earlystop", "earlyStopping"],
    ["x", undefined],
    ["momentum", undefined],
  ])("%s is meant as %s", (name, meant) => {
    expect(nearest(name, NAMES)).toBe(meant);
  });

  test.each([
    ["lr", ["b1", "b2", "eps", "learningRate"], "learningRate"],
    ["beta_1", ["learningRate", "b1", "b2"], "b1"],
    ["epsilon", ["b1", "b2", "eps"], "eps"],
    ["weight_decay", ["learningRate", "weightDecay"], "weightDecay"],
    ["size", ["filters", "kernelSize", "stride"], "kernelSize"],
    ["pool_length", ["poolSize", "stride", "padding"], "poolSize"],
    ["strides", ["filters", "kernelSize", "stride"], "stride"],
    ["p", ["rate"], "rate"],
    ["out_features", ["units", "bias"], "units"],
    ["optimizer", ["optimizer", "loss"], "optimizer"],
    ["validationSplit", ["test", "validation"], "validation"],
    ["mse", ["meanSquaredError", "mlp"], "meanSquaredError"],
    ["categorical_crossentropy", ["binaryCrossEntropy", "crossEntropy"], "crossEntropy"],
    ["BatchNormalization", ["batchNorm", "layerNorm"], "batchNorm"],
    ["cosine", ["cosineDecay", "oneCycle"], "cosineDecay"],
  ])("knows what others call %s", (name, valid, meant) => {
    expect(nearest(name, valid)).toBe(meant);
  });

  test.each([
    ["lr", ["b1", "b2", "eps"]],
    ["lstm", ["lsuv", "elu", "lamb"]],
    ["mse", ["mlp", "elu"]],
    ["axyz", ["abcd"]],
    ["abxy", ["abcd"]],
  ])("offers nothing for %s, which shares no more than chance", (name, valid) => {
    expect(nearest(name, valid)).toBeUndefined();
  });

  test("allows one edit for every three letters of the shorter name, and two letters that changed places", () => {
    expect(nearest("abcdefgxyz", ["abcdefghij"])).toBe("abcdefghij"); // 3 of 10
    expect(nearest("abcdefwxyz", ["abcdefghij"])).toBeUndefined(); // 4 of 10
    expect(nearest("raet", ["rate"])).toBe("rate");
  });

  test("finds every name from itself with one letter changed", () => {
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), fc.nat(), (name, at) => {
        const i = at % name.length;
        expect(nearest(`${name.slice(0, i)}_${name.slice(i + 1)}`, NAMES)).toBe(name);
      }),
    );
  });

  test("has nothing to offer of nothing", () => expect(nearest("a", [])).toBeUndefined());

  test("does not measure what is far too long for a name", () => {
    expect(nearest("x".repeat(1_000_000), NAMES)).toBeUndefined();
  });
});
