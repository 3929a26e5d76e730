import { expect, test, vi } from "vitest";
import { arrays } from "../data/arrays.ts";
import { fromExpression } from "../expression/from-expression.ts";
import { dense } from "../model/layers/dense.ts";
import { sequential } from "../model/layers/sequential.ts";
import { evaluate } from "../train/evaluate.ts";
import { train } from "../train/train.ts";
import { isOfAnotherCopy } from "./instance.ts";

const data = arrays({ inputs: [[0], [1], [2], [3]], labels: ["a", "b", "a", "b"] });
vi.resetModules();
const other = {
  ...(await import("../model/layers/dense.ts")),
  ...(await import("../train/train.ts")),
  ...(await import("../optimize/optimizers/adam.ts")),
};

test("what another copy of the package made is told, with what to do", async () => {
  const fix = "Import all from one copy: npm ls evenkeel.";
  await expect(train(other.dense(2) as never, data)).rejects.toThrow(
    `received dense of another copy of evenkeel. ${fix}`,
  );
  expect(() => sequential([dense(2), other.dense(2) as never])).toThrow(
    `sequential: layers[1]: expected a layer such as dense(10), received dense of another copy of evenkeel. ${fix}`,
  );
  await expect(train(dense(2), data, { optimizer: other.adam() as never })).rejects.toThrow(
    "received adam of another copy of evenkeel.",
  );
  const { model } = await other.train(other.dense(2), data, { epochs: 1, threads: 0 });
  await expect(evaluate(model as never, data.train)).rejects.toThrow("received a model of another copy of evenkeel.");
  expect(() => fromExpression("layers", "dense(2)", { use: [other.dense as never] })).toThrow(
    "received dense(…), made by another copy of evenkeel.",
  );
});

test("what this copy made, and what is no trick, is not", () => {
  for (const value of [dense(2), undefined, null, 3, "dense", {}, { parts: {} }, Symbol.iterator])
    expect(isOfAnotherCopy(value)).toBe(false);
});
