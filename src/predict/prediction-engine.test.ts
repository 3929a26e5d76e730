import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { playedDevice } from "../../test/played-device.ts";
import { chosenOnTrial, playedTrial } from "../../test/played-trial.ts";
import type { Device } from "../backend/backend.ts";
import * as open from "../backend/open.ts";
import { sizeOf } from "../graph/shape.ts";
import { convnet } from "../model/architectures/convnet.ts";
import type { Layer } from "../model/layer.ts";
import { conv2d } from "../model/layers/conv2d.ts";
import { dense } from "../model/layers/dense.ts";
import { depthwiseConv2d } from "../model/layers/depthwise-conv2d.ts";
import { flatten } from "../model/layers/flatten.ts";
import { globalAveragePool } from "../model/layers/global-average-pool.ts";
import { groupNorm } from "../model/layers/group-norm.ts";
import { relu } from "../model/layers/relu.ts";
import { sequential } from "../model/layers/sequential.ts";
import { RandomStream } from "../random.ts";
import { drawnWeights } from "../train/prepare/drawn-weights.ts";
import type { PredictOptions } from "./prediction.ts";
import { TrainedModel } from "./trained-model.ts";

const { postMessage: post } = (await import("node:worker_threads")).Worker.prototype;

const normals = (length: number) => {
  const random = new RandomStream(1, "inputs");
  return Float32Array.from({ length }, () => random.normal());
};
const modelOf = (layer: Layer, inputShape: number[]) =>
  new TrainedModel({
    layer,
    inputShape,
    scale: { subtract: 0, multiply: 1 },
    logits: true,
    weights: drawnWeights(layer.build(inputShape), 1),
  });

afterEach(() => vi.restoreAllMocks());

/** The predictions for the numbers of whole samples. */
function predict(model: TrainedModel, data: Float32Array, options: PredictOptions = {}) {
  const { inputShape } = model.parts;
  return model.predict({ shape: [data.length / sizeOf(inputShape), ...inputShape], data }, options);
}

/** What is opened while predictions are made. */
function openings() {
  const opened = vi.spyOn(open, "openDevice");
  return () => opened.mock.calls.map(([options]) => options?.threads);
}

describe("predictions", () => {
  test.each<[string, Layer, number[]]>([
    ["means over images", sequential([conv2d(8, 3), relu(), globalAveragePool(), dense(3)]), [17, 17, 3]],
    [
      "few tiles and pixels",
      sequential([conv2d(16, 3), conv2d(264, 1), conv2d(8, 1), globalAveragePool(), dense(3)]),
      [7, 7, 8],
    ],
    [
      "each channel on its own",
      sequential([conv2d(8, 3), depthwiseConv2d(3), globalAveragePool(), dense(3)]),
      [9, 9, 3],
    ],
    ["normalized groups", sequential([groupNorm(4), flatten(), dense(3)]), [9, 9, 8]],
  ])("of a sample have the same bits in a batch of any size: %s", async (_, layer, shape) => {
    const model = modelOf(layer, shape);
    const perInput = shape.reduce((product, extent) => product * extent, 1);
    const numbers = normals(70 * perInput);
    const { data: all } = await predict(model, numbers);
    const sizes = fc.record({ from: fc.nat(69), count: fc.integer({ min: 1, max: 70 }) });
    await fc.assert(
      fc.asyncProperty(sizes, async ({ from, count }) => {
        const to = Math.min(70, from + count);
        const { data } = await predict(model, numbers.subarray(from * perInput, to * perInput));
        expect(data).toEqual(all.subarray(3 * from, 3 * to));
      }),
      { numRuns: 40 },
    );
    await model.close();
  });

  test("of whatever sizes keep a program for each power of two alone", async () => {
    const compiled = vi.spyOn(WebAssembly, "compile");
    const model = modelOf(dense(2), [3]);
    for (let size = 1; size <= 64; size++) await predict(model, normals(3 * size));
    expect(compiled).toHaveBeenCalledTimes(7); // 1, 2, 4, … 64
    for (let batchSize = 1; batchSize <= 64; batchSize++) await predict(model, normals(3 * 64), { batchSize });
    expect(compiled.mock.calls.length).toBeLessThanOrEqual(14); // the same as parts of more
    await model.close();
  });

  test("of little work need no worker, others do", async () => {
    const opened = openings();
    const [small, large] = [modelOf(dense(2), [3]), modelOf(convnet(), [28, 28, 1])];
    await predict(small, normals(3));
    await predict(large, normals(784));
    expect(opened()).toEqual([0, 1]);
    await Promise.all([small.close(), large.close()]);
  });

  test("are made on the calling thread where there may be no workers", async () => {
    const allowed = open.openDevice;
    vi.spyOn(open, "openDevice").mockImplementation(async (options) => {
      if (options?.threads !== 0) throw new Error("Access to this API has been restricted");
      return allowed(options);
    });
    const model = modelOf(convnet(), [28, 28, 1]);
    expect((await predict(model, normals(784))).shape).toEqual([1, 10]);
    await model.close();
  });

  test("go on after the death of a worker, without a word to close", async () => {
    const { Worker } = await import("node:worker_threads");
    const made: InstanceType<typeof Worker>[] = [];
    vi.spyOn(Worker.prototype, "postMessage").mockImplementation(function (this: InstanceType<typeof Worker>, ...args) {
      if (!made.includes(this)) made.push(this);
      return post.apply(this, args);
    });
    const model = modelOf(convnet(), [28, 28, 1]);
    const before = await predict(model, normals(784));
    await made.at(-1)?.terminate();
    expect(await predict(model, normals(784))).toEqual(before);
    expect(made).toHaveLength(2);
    await model.close();
  });

  test("that were under way when the model was closed fail, and leave nothing open", async () => {
    const opened = openings();
    const model = modelOf(convnet(), [28, 28, 1]);
    await predict(model, normals(784));
    const under = predict(model, normals(784));
    await Promise.all([expect(under).rejects.toThrow("expected an open device"), model.close()]);
    expect(opened()).toEqual([1]);
  });
});

describe("what computed predictions", () => {
  const CARD = "webgpu, a card";
  /** A model whose device of "auto", or of "webgpu", is one after another of some. */
  const modelOn = (...devices: Device[]) => {
    const opening = vi.spyOn(open, "openDevice");
    for (const device of devices) opening.mockResolvedValueOnce(device);
    return modelOf(dense(2), [3]);
  };

  test("is said, with auto also why, of a prediction and of the last one of any kind", async () => {
    const model = modelOf(dense(2), [3]);
    expect(model.predictedBy).toBeUndefined();
    const wasm = await predict(model, normals(3));
    expect(wasm.backend).toMatch(/^wasm, 1 thread, [^(]*$/);
    expect((await predict(model, normals(3), { backend: "reference" })).backend).toBe("reference, float64");
    expect(model.predictedBy).toBe("reference, float64");
    await model.classify({ shape: [1, 3], data: normals(3) });
    expect(model.predictedBy).toBe(wasm.backend);
    vi.stubGlobal("navigator", { gpu: { requestAdapter: async () => null } });
    expect((await predict(model, normals(3), { backend: "auto" })).backend).toMatch(
      /^wasm, .* \(auto: no GPU: expected/,
    );
    vi.unstubAllGlobals();
    expect(await predict(model, normals(0))).not.toHaveProperty("backend");
    await model.close();
  });

  test("is the first of two on trial, and the chosen one from then on", async () => {
    const model = modelOn(await playedTrial(CARD));
    const first = await predict(model, normals(3), { backend: "auto" });
    expect(first.backend).toBe(`wasm, 1 thread (auto: ${CARD} is on trial)`);
    const many = await predict(model, normals(3 * 30), { backend: "auto", batchSize: 1 });
    expect(many.backend).toBe(`wasm, 1 thread, then ${chosenOnTrial(CARD)}`);
    expect((await predict(model, normals(3), { backend: "auto" })).backend).toBe(chosenOnTrial(CARD));
    await model.close();
  });

  test("is named twice where a GPU is lost on the way, which is said", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const devices = [await playedDevice(`${CARD} (auto: a step takes 1 ms)`, 2), await playedDevice("wasm, 1 thread")];
    const model = modelOn(...devices);
    const { backend, data } = await predict(model, normals(3 * 4), { backend: "auto", batchSize: 1 });
    const wasm = `wasm, 1 thread (auto: ${CARD} (auto: a step takes 1 ms) was lost)`;
    expect(backend).toBe(`${CARD} (auto: a step takes 1 ms), then ${wasm}`);
    expect(data).toEqual((await predict(model, normals(3 * 4), { backend: "reference" })).data);
    expect(warn.mock.calls.flat()).toEqual([
      expect.stringMatching(/a card .* was lost \(a lost device: it hung\): predictions go on with wasm, 1 thread\.$/),
    ]);
    await model.close();
  });

  test("is the GPU that is opened anew, where it was asked for by name", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const model = modelOn(await playedDevice(`${CARD} of before`, 1), await playedDevice(CARD));
    for (const card of [`${CARD} of before`, CARD])
      expect((await predict(model, normals(3), { backend: "webgpu" })).backend).toBe(card);
    expect(warn.mock.calls.flat()).toEqual([expect.stringContaining(`predictions go on with ${CARD}.`)]);
    await model.close();
  });
});
