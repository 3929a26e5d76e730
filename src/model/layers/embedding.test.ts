import { describe, expect, test } from "vitest";
import { BACKENDS } from "../../../test/backends.ts";
import { testLayers } from "../../../test/layer-cases.ts";
import { compileLayer } from "../../predict/compile-layer.ts";
import { embedding } from "./embedding.ts";

testLayers({
  embedding: [
    [embedding(5, 3), [2, 4]],
    [embedding(5, 2), [3]],
    [embedding(7, 1), [0, 2, 2]],
  ],
});

describe.each(BACKENDS)("%s", (backend) => {
  test("an embedding gathers rows, adds up their gradients, and gives NaN for what is not in its table", async () => {
    const compiled = await compileLayer(embedding(3, 2), { input: [1, 6], backend });
    compiled.parameters.table = { shape: [3, 2], data: [1, 2, 3, 4, 5, 6] };
    const { output, parameterGradients } = await compiled.backward(
      { shape: [1, 6], data: [2, 0, 2, 3, -1, Number.NaN] },
      { shape: [1, 6, 2], data: [1, 2, 3, 4, 5, 6, 7, 7, 7, 7, 7, 7] },
    );
    expect(output.shape).toEqual([1, 6, 2]);
    expect(Array.from(output.data)).toEqual([5, 6, 1, 2, 5, 6, ...new Array(6).fill(Number.NaN)]);
    expect(Array.from(parameterGradients.table.data)).toEqual([3, 4, 0, 0, 6, 8]);
    for (const wrong of [1e9, -1e9, 2 ** 31, Infinity, -Infinity, 2.999, 0.5, -0.5])
      expect((await compiled.forward({ shape: [1, 6], data: new Array(6).fill(wrong) })).data[0]).toBe(Number.NaN);
    await compiled.close();
  });
});

test.each<[string, () => unknown, string]>([
  [
    "an embedding without a dimension",
    // @ts-expect-error: the dimension is missing
    () => embedding({ vocabulary: 5 }),
    "embedding: expected dimension, a whole number of at least 1, received none.",
  ],
])("refuses %s", (_, make, message) => {
  expect(make).toThrow(message);
});
