import { expect, test, vi } from "vitest";
import { dense } from "../model/layers/dense.ts";
import { relu } from "../model/layers/relu.ts";
import { sequential } from "../model/layers/sequential.ts";
import { initialModel } from "../train/initial-model.ts";
import { initialWeights } from "../train/initial-weights.ts";

const body = [dense(4), relu()];
const layer = sequential([...body, dense(2)]);
const x = { shape: [1, 3], data: Float32Array.of(1, 2, 3) };

test("a model takes the weights of another, and predicts as that one does", async () => {
  const [model, other] = [initialModel(layer, [3]), initialModel(layer, [3], { seed: 2 })];
  const expected = await other.predict(x);
  expect((await model.predict(x)).data).not.toEqual(expected.data);
  expect(await model.load(other, { strict: true })).toEqual({
    matched: ["0.dense/kernel", "0.dense/bias", "2.dense/kernel", "2.dense/bias"],
    missing: [],
    unused: [],
    shapes: [],
  });
  expect((await model.predict(x)).data).toEqual(expected.data);
  await Promise.all([model.close(), other.close()]);
});

test("what does not match stays, is said and is reported", async () => {
  const said = vi.spyOn(console, "warn").mockImplementation(() => {});
  const model = initialModel(layer, [3]);
  const before = model.parts.weights;
  const { "0.dense/bias": _, ...given } = initialWeights(sequential([...body, dense(5), dense(1)]), [3], { seed: 2 });
  expect(await model.load(given)).toEqual({
    matched: ["0.dense/kernel"],
    missing: ["0.dense/bias"],
    unused: ["3.dense/kernel", "3.dense/bias"],
    shapes: [
      { name: "2.dense/kernel", expected: [4, 2], received: [4, 5] },
      { name: "2.dense/bias", expected: [2], received: [5] },
    ],
  });
  expect(model.parts.weights["0.dense/kernel"]).toEqual(given["0.dense/kernel"].data);
  expect(model.parts.weights["2.dense/kernel"]).toBe(before["2.dense/kernel"]);
  expect(said.mock.calls.flat()).toEqual([
    "evenkeel: load: 1 of 4 tensors matched; not used: 3.dense/kernel, 3.dense/bias, 2.dense/kernel [4, 5], where [4, 2] is " +
      "expected, 2.dense/bias [5], where [2] is expected; as they were: 0.dense/bias, 2.dense/kernel, 2.dense/bias",
  ]);
  said.mockRestore();
  await expect(model.load(given, { strict: true })).rejects.toThrow(
    /^load: expected every tensor of the model .*, received 1 of 4 tensors matched; not used: 3\.dense\/kernel/,
  );
});

test.each<[string, unknown, object?]>([
  ["load: expected trained weights, received sequential(…), which is not trained", layer],
  ["load: expected a trained model, a run, the path of a file, or numbers by name, received 3", 3],
  ['load: a: expected { shape, data }, or an array such as a Float32Array, received "b"', { a: "b" }],
  ["load: a: expected a shape of 2 numbers, received [3]", { a: { shape: [3], data: new Float32Array(2) } }],
  ["load: expected tensors with names and shapes of the model, 0.dense/kernel [3, 4]", { a: new Float32Array(2) }],
  [
    "load: 0.dense/bias: expected finite numbers, received NaN at index 3",
    { "0.dense/bias": Float32Array.of(1, 2, 3, Number.NaN) },
  ],
  ["none.safetensors: expected a file that can be read", "none.safetensors"],
  ["load: strict: expected true or false", { a: new Float32Array(2) }, { strict: 1 }],
])("%s", async (words, source, options) => {
  await expect(initialModel(layer, [3]).load(source as never, options)).rejects.toThrow(words);
});
