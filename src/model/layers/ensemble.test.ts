import { expect, test } from "vitest";
import { testLayers } from "../../../test/layer-cases.ts";
import { compileLayer } from "../../predict/compile-layer.ts";
import { constant } from "../initializers/constant.ts";
import { batchNorm } from "./batch-norm.ts";
import { dense } from "./dense.ts";
import { ensemble } from "./ensemble.ts";
import { relu } from "./relu.ts";
import { sequential } from "./sequential.ts";
import { tanh } from "./tanh.ts";

/** One member sees its inputs as they are, the other one (x − 1) / 2. */
const HALVED = [
  { subtract: 0, multiply: 1 },
  { subtract: 1, multiply: 0.5 },
];

testLayers({
  ensemble: [
    [ensemble([dense(2), sequential([dense(3), batchNorm(), dense(2)])]), [3, 2]],
    [ensemble([dense(1), dense(1)], { scales: HALVED, average: "sigmoids" }), [2, 3]],
    [ensemble([relu(), tanh()], { scales: HALVED, average: "outputs" }), [1, 2, 2, 1]],
    [ensemble({ members: [dense(2)] }), [0, 3]],
  ],
});

const line = (slope: number) => dense(1, { bias: false, init: constant(slope) });

async function outputs(layer: ReturnType<typeof ensemble>, data: number[]): Promise<number[]> {
  const shape = [data.length, 1];
  const compiled = await compileLayer(layer, { input: shape });
  const { data: found } = await compiled.forward({ shape, data });
  await compiled.close();
  return Array.from(found);
}

test("outputs are averaged, each member's of its inputs scaled in its own way", async () => {
  const members = [line(1), line(4)];
  expect(await outputs(ensemble(members, { average: "outputs" }), [1, 2])).toEqual([2.5, 5]);
  const scales = [
    { subtract: 1, multiply: 2 },
    { subtract: 0, multiply: 1 },
  ];
  expect(await outputs(ensemble(members, { average: "outputs", scales }), [1, 2])).toEqual([2, 5]); // (0 + 4)/2, (2 + 8)/2
});

test("sigmoids are averaged as probabilities, and given as the logit of their mean", async () => {
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  const mean = (sigmoid(1) + sigmoid(-3)) / 2;
  const [logit] = await outputs(ensemble([line(1), line(-3)], { average: "sigmoids" }), [1]);
  expect(logit).toBeCloseTo(Math.log(mean / (1 - mean)), 6);
});

test("an ensemble has a member at least, and a scale for each", () => {
  expect(() => ensemble([])).toThrow("ensemble: members: expected a list of at least one model, received [].");
  expect(() => ensemble([line(1)], { scales: [] }).build([1])).toThrow(
    "ensemble: scales: expected one for each of 1 members, received 0.",
  );
});
