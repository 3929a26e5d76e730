import { describe, expect, test, vi } from "vitest";
import { arrays } from "../../data/arrays.ts";
import type { Layer } from "../../model/layer.ts";
import { dense } from "../../model/layers/dense.ts";
import { flatten } from "../../model/layers/flatten.ts";
import { relu } from "../../model/layers/relu.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { RandomStream } from "../../random.ts";
import { train } from "../train.ts";

/** Numbers all the same, which take hardly any memory until they are written. */
function images(samples: number, size: number) {
  const inputs = { shape: [samples, size, size, 1], data: new Uint8Array(samples * size * size) };
  return arrays({ inputs, labels: Uint8Array.from({ length: samples }, (_, i) => i % 2) });
}

/** `threads`: with shared memory, or inline. */
const fails = (layer: Layer, samples: number, batchSize: number, threads: number) =>
  train(layer, images(samples, 8), { batchSize, threads, epochs: 1 });

describe.each([0, 2])("a training that does not fit into the engine's memory, with %d threads", (threads) => {
  test("for its parameters: is refused before they are drawn, with its size and the largest that fits", async () => {
    const draw = vi.spyOn(RandomStream.prototype, "normal");
    // 64 · 2^15 + 2^15 · 2^16 + 2^16 · 2 weights, and 2^15 + 2^16 + 2 biases, of 4 bytes each
    const layer = sequential([flatten(), dense(2 ** 15), relu(), dense(2 ** 16), relu(), dense(2)]);
    const failed = fails(layer, 8, 4, threads);
    await expect(failed).rejects.toThrow(
      "train: expected a model and data of at most 4294.9 MB, which is the engine's memory, " +
        "received 8599.2 MB of parameters (2,149,810,178) and 1 kB of data. Use a smaller model.",
    );
    await expect(failed).rejects.toMatchObject({ kind: "run", cause: { name: "MemoryShortage", needed: 8599241232 } });
    expect(draw).not.toHaveBeenCalled();
  });

  test("for its batch: says which batch does", async () => {
    // Of each sample some layers of 2^17 numbers: 2^14 samples are 8.6 GB a layer.
    const layer = sequential([flatten(), dense(2 ** 17), relu(), dense(2)]);
    const failed = fails(layer, 2 ** 14, 2 ** 14, threads);
    await expect(failed).rejects.toThrow(
      /^train: a step on a batch of 16384: expected at most \d+\.\d MB, which is what is left of the engine's memory, received \d{4,5}\.\d MB\. Try batchSize: \d+, or a smaller model\.$/,
    );
    const { message } = await failed.catch((error) => error);
    const [, fitting] = message.match(/batchSize: (\d+)/);
    expect(Number(fitting)).toBeGreaterThanOrEqual(2 ** 11);
    expect(Number(fitting)).toBeLessThan(2 ** 14);
  });
});
