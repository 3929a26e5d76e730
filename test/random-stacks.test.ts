import fc from "fast-check";
import { expect, test } from "vitest";
import type { BackendName } from "../src/backend/backend.ts";
import { fromSpec } from "../src/from-spec.ts";
import type { Layer } from "../src/model/layer.ts";
import * as layers from "../src/model/layers/index.ts";
import { sequential } from "../src/model/layers/sequential.ts";
import { compileLayer } from "../src/predict/compile-layer.ts";
import { expectClose, TOLERANCE } from "./backends.ts";
import { normals } from "./compare-backends.ts";

const { conv2d, dense, dropout, parallel, residual, stochasticDepth, weightNorm } = layers;
const SHAPE = [5, 4, 4]; // images whose size every layer here keeps, of 4 channels, and features after them

/** Layers after which anything may come. */
const ANYWHERE: readonly (() => Layer)[] = [
  layers.batchNorm,
  layers.layerNorm,
  layers.rmsNorm,
  () => layers.groupNorm(2),
  layers.relu,
  layers.tanh,
  layers.gelu,
  layers.prelu,
  layers.selu,
  layers.silu,
  () => dropout(0.3),
  () => layers.gaussianDropout(0.2),
  () => layers.alphaDropout(0.1),
  () => layers.spatialDropout(0.3),
];
const WEIGHTED: readonly (() => Layer)[] = [
  () => conv2d(4, 3, { padding: "same" }),
  () => conv2d(4, 2, { padding: "same", groups: 2, bias: false }),
  () => layers.depthwiseConv2d(3, { padding: "same" }),
  () => layers.inception({ conv1: 1, reduce3: 1, conv3: 1, reduce5: 1, conv5: 1, pool: 1 }),
];

const leaf = fc.constantFrom(...ANYWHERE, ...WEIGHTED, ...WEIGHTED).map((make) => make());
/** Blocks that keep the shape of an image, nested up to three deep. */
const { block } = fc.letrec<{ block: Layer }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.constantFrom(...WEIGHTED).map((make) => weightNorm(make())),
    fc.array(tie("block"), { minLength: 1, maxLength: 3 }).map((inner) => sequential(inner)),
    tie("block").map((inner) => residual(sequential([inner, stochasticDepth(0.3)]))),
    fc.tuple(tie("block"), tie("block")).map((pair) => sequential([parallel(pair), conv2d(4, 1)])),
  ),
}));
const model = fc
  .array(block, { minLength: 1, maxLength: 4 })
  .map((blocks) => JSON.stringify(sequential([...blocks, layers.globalAveragePool(), dense(3)])));

test.each([true, false])(
  "any stack of layers, training %s: finite, the same again, on both backends",
  async (training) => {
    await fc.assert(
      fc.asyncProperty(model, fc.constantFrom(1, 3), fc.nat(1000), async (json, batch, seed) => {
        const stack = fromSpec("layers", JSON.parse(json));
        const input = normals([batch, ...SHAPE], seed);
        const cotangent = normals([batch, 3], seed);
        const of = async (layer: Layer, backend: BackendName, threads: number) => {
          const compiled = await compileLayer(layer, { input: input.shape, training, backend, threads, seed });
          const { output, inputGradient, parameterGradients } = await compiled.backward(input, cotangent);
          const state = Object.values(compiled.state).map(({ data }) => Array.from(data));
          await compiled.close();
          const all = [output, inputGradient, ...Object.values(parameterGradients)];
          return [...all.map(({ data }) => Array.from(data)), ...state];
        };
        const fast = await of(stack, "wasm", 0);
        expect(fast.flat().every(Number.isFinite)).toBe(true);
        expect(await of(stack, "wasm", 2)).toEqual(fast);
        const exact = await of(stack, "reference", 0);
        for (const [i, numbers] of exact.entries()) expectClose(fast[i], numbers, TOLERANCE.wasm, `${i}`);
      }),
      { numRuns: 15, seed: 7 },
    );
  },
);
