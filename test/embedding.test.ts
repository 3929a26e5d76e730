import { expect, test } from "vitest";
import { arrays } from "../src/data/arrays.ts";
import { dense } from "../src/model/layers/dense.ts";
import { embedding } from "../src/model/layers/embedding.ts";
import { flatten } from "../src/model/layers/flatten.ts";
import { sequential } from "../src/model/layers/sequential.ts";
import { adam } from "../src/optimize/optimizers/adam.ts";
import { RandomStream } from "../src/random.ts";
import { train } from "../src/train/train.ts";

/** Three numbers of 20, which are names: the class is a table's entry for the second one. */
function words<A extends Int32Array | Uint8Array>(array: new (length: number) => A) {
  const random = new RandomStream(1, "words");
  const classOf = Array.from({ length: 20 }, () => random.integer(4));
  const data = new array(3 * 400).map(() => random.integer(20)) as A;
  const labels = Uint8Array.from({ length: 400 }, (_, i) => classOf[data[3 * i + 1]]);
  return arrays({ inputs: { shape: [400, 3], data }, labels }, { test: 0.25, seed: 1 });
}

const model = (vocabulary: number) => sequential([embedding(vocabulary, 4), flatten(), dense(4)]);
const options = { epochs: 30, batchSize: 20, optimizer: adam({ learningRate: 0.03 }), threads: 0 };

test("an embedding learns what numbers stand for", async () => {
  const run = await train(model(20), words(Int32Array), options);
  expect(run.test?.accuracy).toBeGreaterThan(0.95);
});

test("bytes are taken as they are, and never scaled", async () => {
  const data = words(Uint8Array);
  expect((await train(model(20), data, options)).test?.accuracy).toBeGreaterThan(0.95);
});

test("numbers outside the vocabulary are refused before any training, with their place", async () => {
  await expect(train(model(5), words(Int32Array), options)).rejects.toThrow(
    "arrays.train.inputs: expected whole numbers from 0 to 4, the rows of the embedding, received 18 at index 0.",
  );
});
