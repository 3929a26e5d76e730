import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Dataset } from "../../src/data/dataset.ts";
import { digits } from "../../src/data/sources/digits.ts";
import * as architectures from "../../src/model/architectures/index.ts";
import type { Layer } from "../../src/model/layer.ts";
import { augment } from "../../src/model/layers/augment.ts";
import { adam } from "../../src/optimize/optimizers/adam.ts";
import { averageWeights } from "../../src/train/callbacks/average-weights.ts";
import type { StepRecord } from "../../src/train/recorder.ts";
import { train } from "../../src/train/train.ts";
import type { TrainOptions } from "../../src/train/train-options.ts";
import { expectClose } from "../backends.ts";
import { points, SMALL, small } from "../small-runs.ts";

const { inceptionNet, mlp, plainnet, resnet } = architectures;

/** Architectures made small; the others are taken as they are by default. */
const SMALLER: Readonly<Record<string, readonly Layer[]>> = {
  inceptionNet: [inceptionNet({ width: 16 })],
  mlp: [mlp({ hidden: [32], norm: "weight" }), mlp({ hidden: [32], norm: "batch", dropout: 0.3 })],
  plainnet: [plainnet({ depth: 8, width: 4 })],
  resnet: [resnet({ depth: 8, width: 4 }), resnet({ depth: 8, width: 8, norm: "group", stochasticDepth: 0.2 })],
};
const rows = Object.entries(architectures).flatMap(([name, architecture]) =>
  (SMALLER[name] ?? [architecture()]).map((model, i) => [`${name} ${i}`, model] as const),
);

/** Of losses about 2 in size, after some steps by Adam, which makes small gradients large. */
const OF_LOSSES = 1e-3;

let data: Dataset;
beforeAll(async () => {
  data = await digits({ seed: 1, train: 24, validation: 0, test: 8 });
});

/** The losses of a short run, one a step, and its end. */
async function short(model: Layer, options: TrainOptions) {
  const losses: number[] = [];
  const onStep = ({ loss }: StepRecord) => void losses.push(loss);
  const optimizer = adam({ learningRate: 1e-3 });
  const run = await train(model, data, { epochs: 1, batchSize: 8, optimizer, threads: 1, onStep, ...options });
  return { run, losses: [...losses, run.test?.loss ?? Number.NaN] };
}

test.each(rows)("%s goes the way of the reference, step by step, with the same bits each time", async (name, model) => {
  const [gpu, again, reference] = [
    await short(model, { backend: "webgpu" }),
    await short(model, { backend: "webgpu" }),
    await short(model, { backend: "reference" }),
  ];
  expect(gpu.losses).toHaveLength(4);
  expectClose(gpu.losses, reference.losses, OF_LOSSES, name);
  expect(again.run.state).toEqual(gpu.run.state);
  expect(again.losses).toEqual(gpu.losses);
});

test.each<[string, Layer]>([
  ["a dense network", mlp({ hidden: [300, 100], norm: "layer" })],
  ["a convolutional network", plainnet({ depth: 8, width: 4 })],
])("a sample's prediction by %s has the same bits in a batch of any size", async (_, layer) => {
  const { model } = await train(layer, data, { epochs: 1, batchSize: 8, backend: "wasm", threads: 1 });
  const inputs = data.train.inputs; // 24 samples
  const each = inputs.data.length / inputs.shape[0];
  const first = async (count: number) => {
    const shape = [count, ...inputs.shape.slice(1)];
    const repeated = Float32Array.from({ length: count * each }, (__, i) => inputs.data[i % inputs.data.length]);
    const { data: numbers, shape: found } = await model.predict(
      { shape, data: repeated },
      { backend: "webgpu", batchSize: 512, logits: true },
    );
    return [...numbers].slice(0, (3 * numbers.length) / found[0]); // of three samples
  };
  const alone = await first(3);
  for (const count of [24, 130]) expect(await first(count), `${count}`).toEqual(alone);
  await model.close();
});

describe("a run that goes on", () => {
  const set = points(40, { validation: 8 });
  const options: TrainOptions = {
    ...SMALL,
    optimizer: adam(),
    callbacks: [averageWeights()],
    backend: "webgpu",
  };

  test("has the bits of one that was never interrupted", async () => {
    const first = await train(small(), set, { ...options, epochs: 2 });
    const rest = await train(small(), set, { ...options, epochs: 4, resume: first });
    const whole = await train(small(), set, { ...options, epochs: 4 });
    expect(rest.state).toEqual(whole.state);
    expect(rest.history.map(({ train: measures }) => measures)).toEqual(
      whole.history.map(({ train: measures }) => measures),
    );
  });

  test("may go on by another backend, and says that its bits differ", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const first = await train(small(), set, { ...options, epochs: 2 });
    const rest = await train(small(), set, { ...options, epochs: 4, resume: first, backend: "wasm" });
    const back = await train(small(), set, { ...options, epochs: 6, resume: rest });
    const said = warn.mock.calls.flat().join("\n");
    expect(said).toMatch(/The run was computed by webgpu, .*, and goes on by wasm, .*: its last bits are not those/);
    expect(said).toMatch(
      /computed by webgpu, .*, then wasm, .*, and goes on by webgpu, .*: its last bits are not those/,
    );
    expect(back.history).toHaveLength(6);
    warn.mockRestore();
  });
});

test("random numbers are those of wasm: masks, shifts of images, first weights", async () => {
  const model = mlp({ hidden: [16], dropout: 0.5 });
  const options: TrainOptions = { augment: augment({ shift: 2 }), batchSize: 4 };
  const [gpu, wasm] = [await short(model, { ...options, backend: "webgpu" }), await short(model, options)];
  expectClose(gpu.losses, wasm.losses, OF_LOSSES);
});
