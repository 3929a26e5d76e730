import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { testLayers } from "../../../test/layer-cases.ts";
import { arrays } from "../../data/arrays.ts";
import { readModel } from "../../saved/load-model.ts";
import { signals } from "../../train/callbacks/signals.ts";
import { train } from "../../train/train.ts";
import { firstLayersOf } from "../checks/first-layers.ts";
import { lastLayersOf } from "../checks/last-layers.ts";
import { lsuv } from "../initializers/lsuv.ts";
import { summary } from "../summary.ts";
import { batchNorm } from "./batch-norm.ts";
import { dense } from "./dense.ts";
import { dropout } from "./dropout.ts";
import { embedding } from "./embedding.ts";
import { flatten } from "./flatten.ts";
import { relu } from "./relu.ts";
import { repeat } from "./repeat.ts";
import { residual } from "./residual.ts";
import { sequential } from "./sequential.ts";
import { tanh } from "./tanh.ts";

testLayers({
  repeat: [
    [repeat(2, [dense(3), tanh(), batchNorm()]), [3, 3]],
    [repeat(2, [residual(sequential([dense(2), tanh()]))]), [2, 2]],
    [repeat(3, []), [1, 2]],
    [repeat(2, [dense(2)]), [0, 3]],
  ],
});

const data = arrays({
  inputs: [
    [0, 1],
    [1, 0],
    [1, 1],
    [0, 0],
  ],
  labels: [1, 1, 0, 0],
}); // exclusive or
const deep = (hidden: ReturnType<typeof repeat>) => sequential([dense(4), hidden, dense(2)]);

test("each time has weights of its own, named by their place", () => {
  const { parameters, outputShape } = repeat(2, [dense(3), relu()]).build([3]);
  expect(outputShape).toEqual([3]);
  expect(Object.keys(parameters)).toEqual(["0.dense/kernel", "0.dense/bias", "2.dense/kernel", "2.dense/bias"]);
});

test("is the same as the layers written out, to the bit", async () => {
  const layers = [dense(4, { init: lsuv() }), tanh(), dropout(0.1)];
  const options = { epochs: 5, batchSize: 2, threads: 0, seed: 3, callbacks: [signals({ every: 1 })] };
  const repeated = await train(deep(repeat(3, layers)), data, options);
  const written = await train(deep(repeat(1, [...layers, ...layers, ...layers])), data, options);
  const plain = await train(
    sequential([dense(4), sequential([...layers, ...layers, ...layers]), dense(2)]),
    data,
    options,
  );
  expect(repeated.model.parts.weights).toEqual(written.model.parts.weights);
  expect(Object.values(repeated.model.parts.weights)).toEqual(Object.values(plain.model.parts.weights));
});

test("is saved as it was written, and loaded again", async () => {
  const { model } = await train(deep(repeat(3, [dense(4), relu()])), data, { epochs: 1, threads: 0 });
  const again = readModel(model.toBytes());
  expect(inspect(again.parts.layer)).toBe("sequential([dense(4), repeat(3, [dense(4), relu()]), dense(2)])");
  const inputs = { shape: [1, 2], data: [0.5, 2] };
  expect(await again.predict(inputs)).toEqual(await model.predict(inputs));
});

test("is shown layer by layer", () => {
  expect(summary(repeat(2, [dense(3), relu()]), [3])).toBe(
    [
      "layer    output  parameters",
      "input    3",
      "0.dense  3               12",
      "1.relu   3",
      "2.dense  3               12",
      "3.relu   3",
      "24 parameters",
    ].join("\n"),
  );
});

test("its first and last layers are known to the checks before training", () => {
  const names = (layers: { name: string }[]) => layers.map(({ name }) => name);
  expect(names(firstLayersOf(repeat(2, [flatten(), embedding(3, 2), relu()])))).toEqual(["embedding"]);
  expect(names(lastLayersOf(sequential([relu(), repeat(2, [dense(2), dropout(0.5)])])))).toEqual(["dense"]);
});

describe("refuses", () => {
  test.each<[string, () => unknown, string]>([
    ["no times", () => repeat(0, [relu()]), "repeat: times: expected a whole number from 1 to 1,000, received 0."],
    [
      "too many times",
      () => repeat(1001, [relu()]),
      "repeat: times: expected a whole number from 1 to 1,000, received 1001.",
    ],
    [
      "a layer that is no list",
      () => (repeat as unknown as (...args: unknown[]) => unknown)(3, relu()),
      "repeat: layers: expected a list of layers, received relu(…). Put it into a list: [relu(…)].",
    ],
    [
      "repeats in repeats without measure",
      () => repeat(1000, [residual(repeat(1000, [repeat(1000, [relu()])]))]).build([2]),
      "repeat: expected at most 10,000 layers in all, received 1,000,000,000. Repeat fewer times.",
    ],
    [
      "layers that do not fit the second time",
      () => sequential([repeat(2, [dense(3), flatten(), embedding(4, 2)])]).build([3]),
      "0.repeat/3.dense: expected input",
    ],
  ])("%s", (_, work, message) => {
    expect(work).toThrow(message);
  });
});
