import { describe, expect, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../../test/backends.ts";
import { type Argument, checkGradients, distinctNumbers } from "../../../test/finite-differences.ts";
import { type Shape, sizeOf } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { compileLayer } from "../../predict/compile-layer.ts";
import { RandomStream } from "../../random.ts";
import { drawTensors } from "../draw-tensors.ts";
import { lecunNormal } from "../initializers/lecun-normal.ts";
import { zeros } from "../initializers/zeros.ts";
import type { Layer } from "../layer.ts";
import { layerContext } from "../layer-context.ts";
import * as layers from "./index.ts";
import { sequential } from "./sequential.ts";

const { conv2d, dense, maxPool2d, averagePool2d, batchNorm, dropout, flatten, reshape, residual } = layers;

/** One member sees its inputs as they are, the other one (x − 1) / 2. */
const HALVED = [
  { subtract: 0, multiply: 1 },
  { subtract: 1, multiply: 0.5 },
];

/** Every layer with the shapes of batches that it is tried on. */
const CASES: Readonly<Record<keyof typeof layers, readonly (readonly [Layer, readonly number[]])[]>> = {
  alphaDropout: [
    [layers.alphaDropout(0.3), [4, 3]],
    [layers.alphaDropout(0), [1, 1]],
    [layers.alphaDropout(), [0, 2, 2]],
  ],
  augment: [
    [layers.augment({ shift: 1, flip: "both" }), [3, 4, 5, 2]],
    [layers.augment({ shift: 2, rotate: 30, zoom: 0.2, fill: "zero" }), [2, 5, 4, 1]],
    [layers.augment({ rotate: 180 }), [1, 1, 1, 3]],
    [layers.augment({ shift: 1 }), [0, 2, 2, 1]],
  ],
  averagePool2d: [
    [averagePool2d(2), [2, 5, 4, 2]],
    [averagePool2d(3, { stride: 2, padding: 1 }), [1, 4, 5, 1]],
    [averagePool2d(1), [0, 1, 1, 1]],
  ],
  batchNorm: [
    [batchNorm(), [5, 3]],
    [batchNorm({ eps: 0.1 }), [2, 2, 3, 2]],
    [batchNorm(), [1, 2]],
  ],
  conv2d: [
    [conv2d(3, 3), [1, 4, 5, 2]],
    [conv2d(2, 3, { padding: "same", stride: 2, bias: false }), [2, 4, 5, 1]],
    [conv2d(4, 2, { padding: 1, dilation: 2, groups: 2 }), [1, 3, 3, 2]],
    [conv2d(1, 1), [1, 1, 1, 1]],
  ],
  dense: [
    [dense(4), [2, 3]],
    [dense(1, { bias: false }), [1, 1]],
    [dense(2), [0, 3]],
  ],
  depthwiseConv2d: [
    [layers.depthwiseConv2d(3), [2, 4, 5, 2]],
    [layers.depthwiseConv2d(2, { multiplier: 3, stride: 2, padding: "same", bias: false }), [1, 4, 5, 2]],
    [layers.depthwiseConv2d({ kernelSize: 2, dilation: 2, padding: 1 }), [0, 3, 3, 1]],
  ],
  dropout: [
    [dropout(0.5), [4, 3]],
    [dropout(0), [1, 1]],
    [dropout({ rate: 0.2 }), [0, 3]],
  ],
  embedding: [
    [layers.embedding(5, 3), [2, 4]],
    [layers.embedding(5, 2), [3]],
    [layers.embedding(7, 1), [0, 2, 2]],
  ],
  elu: onShapes(layers.elu({ alpha: 0.7 })),
  ensemble: [
    [layers.ensemble([dense(2), sequential([dense(3), batchNorm(), dense(2)])]), [3, 2]],
    [layers.ensemble([dense(1), dense(1)], { scales: HALVED, average: "sigmoids" }), [2, 3]],
    [layers.ensemble([layers.relu(), layers.tanh()], { scales: HALVED, average: "outputs" }), [1, 2, 2, 1]],
    [layers.ensemble({ members: [dense(2)] }), [0, 3]],
  ],
  flatten: [
    [flatten(), [2, 3, 2, 1]],
    [flatten(), [1, 1]],
    [flatten(), [0, 2, 2]],
  ],
  gelu: [...onShapes(layers.gelu()), ...onShapes(layers.gelu({ approximate: "tanh" }))],
  globalAveragePool: [
    [layers.globalAveragePool(), [2, 3, 4, 2]],
    [layers.globalAveragePool(), [1, 1, 1, 1]],
    [layers.globalAveragePool(), [0, 2, 2, 3]],
  ],
  gaussianDropout: [
    [layers.gaussianDropout(0.3), [4, 3]],
    [layers.gaussianDropout(0), [1, 1]],
    [layers.gaussianDropout(), [0, 2, 2]],
  ],
  groupNorm: [
    [layers.groupNorm(2), [2, 2, 3, 4]],
    [layers.groupNorm(3, { eps: 0.1 }), [3, 6]],
    [layers.groupNorm({ groups: 1 }), [0, 2, 2, 3]],
  ],
  hardSwish: onShapes(layers.hardSwish()),
  inception: [
    [small({}), [2, 3, 4, 2]],
    [small({ norm: "batch" }), [1, 3, 3, 1]],
    [small({ norm: "weight" }), [1, 2, 2, 1]],
    [small({}), [0, 3, 3, 2]],
  ],
  instanceNorm: [
    [layers.instanceNorm(), [2, 2, 3, 2]],
    [layers.instanceNorm({ eps: 0.1 }), [1, 1, 1, 3]],
    [layers.instanceNorm(), [0, 2, 2, 1]],
  ],
  layerNorm: [
    [layers.layerNorm(), [3, 4]],
    [layers.layerNorm(), [1, 2, 2, 3]],
    [layers.layerNorm(), [0, 3]],
  ],
  leakyRelu: onShapes(layers.leakyRelu(0.1)),
  maxPool2d: [
    [maxPool2d(2), [2, 5, 4, 2]],
    [maxPool2d(3, { stride: 2, padding: 1 }), [1, 4, 5, 1]],
    [maxPool2d(1), [0, 1, 1, 1]],
  ],
  parallel: [
    [layers.parallel([conv2d(2, 1), conv2d(3, 3, { padding: "same" }), layers.relu()]), [2, 3, 4, 2]],
    [layers.parallel([dense(3), sequential([dense(2), batchNorm()])]), [4, 2]],
    [layers.parallel([layers.tanh()]), [0, 3]],
  ],
  prelu: [...onShapes(layers.prelu()), ...onShapes(layers.prelu({ shared: true }))],
  relu: onShapes(layers.relu()),
  reshape: [
    [reshape([2, 3]), [2, 6]],
    [reshape([1]), [1, 1, 1]],
    [reshape([4]), [0, 2, 2]],
  ],
  residual: [
    [residual(sequential([dense(3), layers.tanh(), dense(2)])), [3, 2]],
    [residual(conv2d(5, 3, { stride: 2, padding: 1 }), { shortcut: "pad" }), [2, 5, 4, 3]],
    [residual(conv2d(3, 3, { padding: 1 }), { shortcut: conv2d(3, 1, { bias: false }) }), [1, 1, 3, 2]],
    [residual(residual(batchNorm()), { shortcut: "pad" }), [4, 2]],
    [residual(layers.relu()), [0, 3]],
  ],
  rmsNorm: [
    [layers.rmsNorm(), [3, 4]],
    [layers.rmsNorm({ eps: 0.1 }), [1, 2, 2, 3]],
    [layers.rmsNorm(), [0, 3]],
  ],
  selu: onShapes(layers.selu()),
  sequential: [
    [sequential([dense(3), layers.tanh(), batchNorm()]), [3, 2]],
    [sequential([conv2d(2, 2), flatten(), sequential([dense(2)])]), [2, 3, 3, 1]],
    [sequential([]), [1, 2]],
    [sequential({ layers: [dense(2)] }), [0, 3]],
  ],
  sigmoid: onShapes(layers.sigmoid()),
  silu: onShapes(layers.silu()),
  softmax: onShapes(layers.softmax()),
  softplus: onShapes(layers.softplus()),
  spatialDropout: [
    [layers.spatialDropout(0.5), [2, 2, 3, 4]],
    [layers.spatialDropout(0), [1, 1]],
    [layers.spatialDropout(), [0, 2, 2, 3]],
  ],
  stochasticDepth: [
    [layers.stochasticDepth(0.5), [4, 2, 3]],
    [layers.stochasticDepth(0), [1, 1]],
    [residual(sequential([dense(3), layers.stochasticDepth(0.3)])), [5, 3]],
    [layers.stochasticDepth(), [0, 3]],
  ],
  tanh: onShapes(layers.tanh()),
  weightNorm: [
    [layers.weightNorm(dense(4)), [2, 3]],
    [layers.weightNorm(conv2d(4, 2, { groups: 2, bias: false })), [1, 3, 3, 2]],
    [layers.weightNorm(layers.depthwiseConv2d(2)), [2, 3, 2, 2]],
    [layers.weightNorm(sequential([dense(3), batchNorm(), residual(dense(3))])), [3, 2]],
    [layers.weightNorm(dense(2)), [0, 3]],
  ],
};

function small(options: Parameters<typeof layers.inception>[0] & object): Layer {
  return layers.inception({ conv1: 2, reduce3: 1, conv3: 2, reduce5: 1, conv5: 1, pool: 1, ...options });
}

function onShapes(layer: Layer): (readonly [Layer, readonly number[]])[] {
  return [
    [2, 3],
    [1, 1],
    [0, 4],
    [2, 2, 1, 3],
  ].map((shape) => [layer, shape] as const);
}

const rows = Object.entries(CASES).flatMap(([name, list]) =>
  list.map(([layer, shape], i) => ({ name: `${name} ${i}`, layer, shape })),
);

test("every layer has at least three cases", () => {
  expect(Object.keys(CASES).sort()).toEqual(Object.keys(layers).sort());
  for (const list of Object.values(CASES)) expect(list.length).toBeGreaterThanOrEqual(3);
});

/** What a layer may be given: whole numbers for an embedding, else any. */
function inputFor(layer: Layer, shape: Shape, seed = 1): Argument {
  if (layer.name !== "embedding") return distinctNumbers(shape, { seed });
  const { vocabulary } = layer.values as unknown as { vocabulary: number };
  return { shape, data: Float64Array.from({ length: sizeOf(shape) }, (_, i) => (seed + 3 * i) % vocabulary) };
}

/** Every case in training and in inference, and the first of each layer with batches of 1 and 7. */
const gradientRows = rows
  .flatMap((row) => {
    const batches = row.name.endsWith(" 0") ? new Set([row.shape[0], 1, 7]) : [row.shape[0]];
    return [...batches].map((batch) => ({ ...row, shape: [batch, ...row.shape.slice(1)] }));
  })
  .flatMap((row) => [true, false].map((training) => ({ ...row, training, mode: training ? "training" : "inference" })));

test.each(gradientRows)("$name, $mode, $shape: gradients are the differences", async ({ layer, shape, training }) => {
  const { parameters, state, forward } = layer.build(shape.slice(1));
  const [weights, statistics] = [Object.keys(parameters), Object.keys(state)];
  const among = (names: readonly string[], tensors: readonly Tensor[]) =>
    Object.fromEntries(names.map((name, i) => [name, tensors[i]]));
  const input = inputFor(layer, shape);
  const args = [
    input,
    ...Object.values(parameters).map((spec, i) => distinctNumbers(spec.shape, { seed: i + 2 })),
    ...Object.values(drawTensors(state, 1, "state")).map((drawn) => ({
      ...drawn,
      data: Float64Array.from(drawn.data),
    })),
    { shape: [3], data: Float64Array.of(1, 2, 3) }, // the key of its random numbers
  ];
  await checkGradients(
    (x, ...rest) =>
      forward(
        x,
        layerContext({
          training,
          parameters: among(weights, rest),
          state: among(statistics, rest.slice(weights.length)),
          key: rest.at(-1) as Tensor,
        }),
      ),
    args,
    { wrt: [...(layer.name === "embedding" ? [] : [0]), ...weights.map((_, i) => i + 1)] },
  );
});

describe.each(BACKENDS)("%s", (backend) => {
  test.each(rows)("$name: shapes, and the numbers of the reference", async ({ layer, shape }) => {
    const input = inputFor(layer, shape, 3);
    for (const training of [false, true]) {
      const compiled = await compileLayer(layer, { input: shape, training, backend });
      const output = await compiled.forward(input);
      expect(output.shape).toEqual([shape[0], ...layer.build(shape.slice(1)).outputShape]);
      expect(output.data.length).toBe(sizeOf(output.shape));
      const plain = await compileLayer(layer, { input: shape, training, backend: "reference" });
      expectClose(output.data, (await plain.forward(input)).data, TOLERANCE[backend]);
      for (const name of Object.keys(plain.state))
        expectClose(compiled.state[name].data, plain.state[name].data, TOLERANCE[backend], name);
      await compiled.close();
    }
  });

  const outputOf = async (layer: Layer, shape: readonly number[], data: readonly number[], training = false) => {
    const compiled = await compileLayer(layer, { input: shape, training, backend });
    const { data: output } = await compiled.forward({ shape, data });
    await compiled.close();
    return Array.from(output);
  };

  test("activations bear numbers that overflow an exponential", async () => {
    const extreme = [-1000, -100, 0, 100, 1000];
    const of = (layer: Layer) => outputOf(layer, [1, 5], extreme);
    expect(await of(layers.softplus())).toEqual([0, expect.closeTo(0, 30), expect.closeTo(Math.LN2, 6), 100, 1000]);
    expect(await of(layers.elu())).toEqual([-1, -1, 0, 100, 1000]);
    expect(await of(layers.sigmoid())).toEqual([0, expect.closeTo(0, 30), 0.5, 1, 1]);
    expect(await of(layers.softmax())).toEqual([0, 0, 0, 0, 1]);
    for (const layer of [
      layers.gelu(),
      layers.gelu({ approximate: "tanh" }),
      layers.silu(),
      layers.tanh(),
      layers.selu(),
    ])
      for (const x of await of(layer)) expect(Number.isFinite(x), layer.name).toBe(true);
  });

  test("max pooling never takes its padding for a maximum", async () => {
    const below = [-5, -4, -3, -2];
    expect(await outputOf(maxPool2d(3, { stride: 2, padding: 1 }), [1, 2, 2, 1], below)).toEqual([-2]);
    expect(await outputOf(maxPool2d(2, { stride: 1, padding: 1 }), [1, 1, 2, 1], [-5, -4])).toEqual([
      -5, -4, -4, -5, -4, -4,
    ]);
  });

  test("average pooling does not count its padding", async () => {
    const pool = averagePool2d(2, { stride: 1, padding: 1 });
    expect(await outputOf(pool, [1, 1, 2, 1], [2, 4])).toEqual([2, 3, 4, 2, 3, 4]);
  });

  test("dropout keeps the mean, and does nothing in inference", async () => {
    const ones = new Array(20_000).fill(1);
    const kept = await outputOf(dropout(0.3), [1, 20_000], ones, true);
    const share = kept.filter((x) => x !== 0).length / kept.length;
    expect(Math.abs(share - 0.7)).toBeLessThan(5 * Math.sqrt((0.3 * 0.7) / 20_000));
    for (const x of kept) expect(x === 0 || Math.abs(x - 1 / 0.7) < 1e-6).toBe(true);
    expect(await outputOf(dropout(0.3), [1, 20_000], ones)).toEqual(ones);
  });

  test("spatial dropout drops whole channels, stochastic depth whole samples; both keep the mean", async () => {
    const shape = [500, 2, 3, 4];
    const data = new Array(12_000).fill(1);
    const spatial = await outputOf(layers.spatialDropout(0.3), shape, data, true);
    const depth = await outputOf(layers.stochasticDepth(0.3), shape, data, true);
    const distinct = (numbers: number[]) => [...new Set(numbers.map((x) => Number(x.toFixed(5))))].sort();
    for (let sample = 0; sample < 500; sample++) {
      const own = spatial.slice(24 * sample, 24 * sample + 24);
      for (let c = 0; c < 4; c++) expect(distinct(own.filter((_, i) => i % 4 === c))).toHaveLength(1);
      expect(distinct(depth.slice(24 * sample, 24 * sample + 24))).toHaveLength(1);
    }
    for (const [output, independent] of [
      [spatial, 2000],
      [depth, 500],
    ] as const) {
      expect(distinct(output)).toEqual([0, 1.42857]);
      const share = output.filter((x) => x > 0).length / output.length;
      expect(Math.abs(share - 0.7)).toBeLessThan(5 * Math.sqrt((0.3 * 0.7) / independent));
    }
    for (const layer of [layers.spatialDropout(0.3), layers.stochasticDepth(0.3)])
      expect(await outputOf(layer, shape, data)).toEqual(data);
  });

  /** Mean, variance and kurtosis. */
  const momentsOf = (numbers: readonly number[]) => {
    const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
    const moment = (k: number) => numbers.reduce((sum, x) => sum + (x - mean) ** k, 0) / numbers.length;
    return { mean, variance: moment(2), kurtosis: moment(4) / moment(2) ** 2 };
  };

  test("gaussian dropout multiplies by normal numbers of the variance of dropout", async () => {
    const n = 20_000;
    const ones = new Array(n).fill(1);
    const { mean, variance, kurtosis } = momentsOf(await outputOf(layers.gaussianDropout(0.3), [1, n], ones, true));
    const expected = 0.3 / 0.7;
    // Five standard errors: of the mean σ/√n, of the variance σ²√(2/n), of the kurtosis √(24/n).
    expect(Math.abs(mean - 1)).toBeLessThan(5 * Math.sqrt(expected / n));
    expect(Math.abs(variance - expected)).toBeLessThan(5 * expected * Math.sqrt(2 / n));
    expect(Math.abs(kurtosis - 3)).toBeLessThan(5 * Math.sqrt(24 / n));
    expect(await outputOf(layers.gaussianDropout(0.3), [1, n], ones)).toEqual(ones);
  });

  test("alpha dropout keeps mean 0 and variance 1, and sets what it drops to one number", async () => {
    const n = 20_000;
    const random = new RandomStream(1, "normal numbers");
    const data = Array.from({ length: n }, () => random.normal());
    const output = await outputOf(layers.alphaDropout(0.2), [1, n], data, true);
    const { mean, variance } = momentsOf(output);
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(n));
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / n)); // its kurtosis is less than a normal law's
    // By hand, with α′ = −1.7581: a = (0.8 + 3.09091·0.8·0.2)^(−1/2) = 0.87891, b = 0.2·a·1.7581 = 0.30904; a·α′ + b:
    const dropped = output.filter((y) => Math.abs(y + 1.23616) < 1e-4);
    expect(Math.abs(dropped.length / n - 0.2)).toBeLessThan(5 * Math.sqrt(0.16 / n));
    expect(await outputOf(layers.alphaDropout(0.2), [1, n], data)).toEqual(data.map((x) => expect.closeTo(x, 5)));
  });

  test("weight normalization begins with the weights that the layer would have had", async () => {
    const data = [1, -2, 3, 0.5, 0.25, -1];
    const plain = await outputOf(dense(4), [2, 3], data);
    expectClose(await outputOf(layers.weightNorm(dense(4)), [2, 3], data), plain, 1e-6); // lengths are float32
    const compiled = await compileLayer(layers.weightNorm(dense(2, { bias: false })), { input: [1, 2], backend });
    compiled.parameters["kernel/direction"] = { shape: [2, 2], data: [3, 0, 4, 0] };
    compiled.parameters["kernel/length"] = { shape: [2], data: [10, 1] };
    const { output, parameterGradients } = await compiled.backward(
      { shape: [1, 2], data: [1, 2] },
      { shape: [1, 2], data: [1, 1] },
    );
    expectClose(output.data, [10 * (3 / 5 + 2 * (4 / 5)), 0], 1e-6); // a direction of 0 gives 0, not 0/0
    const { data: gradient } = parameterGradients["kernel/direction"];
    expectClose([3 * gradient[0] + 4 * gradient[2]], [0], 1e-5); // at a right angle to v, equation 4 of the paper
    await compiled.close();
  });

  test("an embedding gathers rows, adds up their gradients, and gives NaN for what is not in its table", async () => {
    const compiled = await compileLayer(layers.embedding(3, 2), { input: [1, 6], backend });
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

  test("branches stand in order along the channels", async () => {
    const branches = layers.parallel([
      layers.relu(),
      sequential([layers.relu(), layers.relu()]),
      layers.leakyRelu(0.5),
    ]);
    expect(await outputOf(branches, [2, 2], [1, -2, 3, -4])).toEqual([1, 0, 1, 0, 1, -1, 3, 0, 3, 0, 3, -2]);
  });

  test("normalizations agree where they are one another", async () => {
    const shape = [2, 3, 2, 4];
    const data = Array.from(distinctNumbers(shape).data);
    const of = (layer: Layer) => outputOf(layer, shape, data);
    expectClose(await of(layers.groupNorm(4)), await of(layers.instanceNorm()), TOLERANCE[backend]);
    const features = await outputOf(layers.groupNorm(1), [6, 4], data.slice(0, 24));
    expectClose(await outputOf(layers.layerNorm(), [6, 4], data.slice(0, 24)), features, TOLERANCE[backend]);
    expectClose(
      await outputOf(layers.rmsNorm(), [1, 2], [3, -4]),
      [3, -4].map((x) => x / Math.sqrt(12.5)),
      1e-6,
    );
    expectClose(await of(layers.prelu()), await of(layers.leakyRelu(0.25)), TOLERANCE[backend]);
  });

  test("a padded shortcut keeps every other pixel, and new channels are 0", async () => {
    const block = conv2d(3, 1, { stride: 2, init: zeros() });
    const image = Array.from({ length: 9 }, (_, i) => i + 1);
    expect(await outputOf(residual(block, { shortcut: "pad" }), [1, 3, 3, 1], image)).toEqual(
      [
        [1, 0, 0],
        [3, 0, 0],
        [7, 0, 0],
        [9, 0, 0],
      ].flat(),
    );
  });
});

/** Mean and variance after 16 layers of 200 SELU units, for N(0, 1) at first. */
async function after16Layers(drop: Layer, seed: number): Promise<{ mean: number; variance: number }> {
  const random = new RandomStream(seed, "signals");
  const input = { shape: [100, 200], data: Float64Array.from({ length: 20_000 }, () => random.normal()) };
  const block = [dense(200, { init: lecunNormal() }), layers.selu(), drop];
  const model = sequential(Array.from({ length: 16 }, () => block).flat());
  const compiled = await compileLayer(model, { input: input.shape, training: true, seed });
  const { data } = await compiled.forward(input);
  await compiled.close();
  const output = Array.from(data);
  const mean = output.reduce((sum, x) => sum + x, 0) / output.length;
  return { mean, variance: output.reduce((sum, x) => sum + (x - mean) ** 2, 0) / output.length };
}

test("alpha dropout leaves SELU its fixed point, which plain dropout takes away (Klambauer et al. 2017)", async () => {
  for (const seed of [1, 2, 3]) {
    const kept = await after16Layers(layers.alphaDropout(0.1), seed);
    const lost = await after16Layers(dropout(0.1), seed);
    expect(Math.abs(kept.mean)).toBeLessThan(0.03); // measured: 0.005, against 0.05
    expect(Math.abs(kept.variance - 1)).toBeLessThan(0.1); // measured: at most 0.025, against 0.56 to 0.61
    expect(lost.variance).toBeGreaterThan(1.4);
  }
});
