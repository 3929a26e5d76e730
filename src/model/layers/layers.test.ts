import { describe, expect, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../../test/backends.ts";
import { checkGradients, distinctNumbers } from "../../../test/finite-differences.ts";
import { sizeOf } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { compileLayer, layerContext } from "../compile-layer.ts";
import { zeros } from "../initializers/zeros.ts";
import type { Layer } from "../layer.ts";
import { sequential } from "../sequential.ts";
import * as layers from "./index.ts";

const { conv2d, dense, maxPool2d, averagePool2d, batchNorm, dropout, flatten, reshape, residual } = layers;

/** Every layer with the shapes of batches that it is tried on. */
const CASES: Readonly<Record<keyof typeof layers, readonly (readonly [Layer, readonly number[]])[]>> = {
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
  dropout: [
    [dropout(0.5), [4, 3]],
    [dropout(0), [1, 1]],
    [dropout({ rate: 0.2 }), [0, 3]],
  ],
  elu: onShapes(layers.elu({ alpha: 0.7 })),
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
  hardSwish: onShapes(layers.hardSwish()),
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
  selu: onShapes(layers.selu()),
  sigmoid: onShapes(layers.sigmoid()),
  silu: onShapes(layers.silu()),
  softmax: onShapes(layers.softmax()),
  softplus: onShapes(layers.softplus()),
  tanh: onShapes(layers.tanh()),
};

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

/** The layer in training as a function of its input and its parameters. */
function asFunction(layer: Layer): (...tensors: Tensor[]) => Tensor {
  return (x, ...weights) => {
    const { parameters, state, forward } = layer.build(x.shape.slice(1));
    const among = (names: object, tensors: readonly Tensor[]) =>
      Object.fromEntries(Object.keys(names).map((name, i) => [name, tensors[i]]));
    return forward(
      x,
      layerContext({
        training: true,
        parameters: among(parameters, weights),
        state: among(state, weights), // read only to be moved
        setState: () => {},
        key: x, // no layer checked here draws numbers
      }),
    );
  };
}

test.each(rows.filter(({ layer }) => layer.name !== "dropout"))("$name: gradients are the differences", async (row) => {
  const { parameters } = row.layer.build(row.shape.slice(1));
  const shapes = [row.shape, ...Object.values(parameters).map(({ shape }) => shape)];
  await checkGradients(
    asFunction(row.layer),
    shapes.map((shape, i) => distinctNumbers(shape, { seed: i + 1 })),
  );
});

describe.each(BACKENDS)("%s", (backend) => {
  test.each(rows)("$name: shapes, and the numbers of the reference", async ({ layer, shape }) => {
    const input = distinctNumbers(shape, { seed: 3 });
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

  test("batch normalization of one sample gives its shift, with finite statistics", async () => {
    const compiled = await compileLayer(batchNorm(), { input: [1, 2], training: true, backend });
    expect(Array.from((await compiled.forward({ shape: [1, 2], data: [3, -3] })).data)).toEqual([0, 0]);
    expectClose(compiled.state.mean.data, [0.3, -0.3], 1e-6);
    expectClose(compiled.state.variance.data, [0.9, 0.9], 1e-6);
    await compiled.close();
  });
});
