// @ts-check
import { opened } from "./runtime.mjs";

/** @typedef {import("./cases.mjs").Evenkeel} Evenkeel */
/** @typedef {import("./cases.mjs").Case} Case */
/** @typedef {import("../../src/index.ts").TrainedModel} TrainedModel */

/** Batches that are tried. */
const BATCHES = [1, 3];
/** How far results may be apart, relative to numbers above 1. */
export const TOLERANCE = 1e-5;

/**
 * A model with weights and statistics that all differ.
 * @param {Evenkeel} evenkeel
 * @param {Case} of
 */
export function modelOf({ TrainedModel, RandomStream }, { layer, shape, below }) {
  const random = new RandomStream(1, "weights");
  const built = layer.build(shape);
  /** @param {readonly number[]} size @param {(drawn: number) => number} f */
  const numbers = (size, f) => Float32Array.from({ length: sizeOf(size) }, () => f(random.uniform()));
  /** @type {Record<string, Float32Array>} */
  const weights = {};
  for (const [name, { shape: size, fanIn = 1 }] of Object.entries(built.parameters))
    weights[name] = numbers(size, (x) => ((2 * x - 1) * 2) / Math.sqrt(fanIn));
  for (const [name, { shape: size }] of Object.entries(built.state)) weights[name] = numbers(size, (x) => 0.5 + x);
  const scale = below === undefined ? { subtract: 0.4, multiply: 1.25 } : { subtract: 0, multiply: 1 };
  return new TrainedModel({ layer, inputShape: shape, scale, weights, logits: false });
}

/**
 * The largest difference between `predict` and ONNX Runtime, over batches of several sizes.
 * @param {Evenkeel} evenkeel
 * @param {Case} of
 */
export async function difference(evenkeel, of) {
  const model = modelOf(evenkeel, of);
  const { exportOnnx, RandomStream } = evenkeel;
  const random = new RandomStream(2, "inputs");
  const session = await opened(exportOnnx(model));
  let largest = 0;
  for (const batch of of.batches ?? BATCHES) {
    const shape = [batch, ...of.shape];
    const { below } = of;
    const data = Float32Array.from({ length: sizeOf(shape) }, () =>
      below === undefined ? 4 * random.uniform() - 2 : Math.floor(below * random.uniform()),
    );
    const { outputs } = await session.run({ inputs: { type: "float32", shape, data } });
    const predicted = await model.predict({ shape, data });
    largest = Math.max(largest, distance(outputs, predicted));
  }
  await session.close();
  await model.close();
  return largest;
}

/**
 * How far numbers are apart, relative to those above 1.
 * @param {{ dims: readonly number[], data: ArrayLike<number> }} received
 * @param {{ shape: readonly number[], data: ArrayLike<number> }} expected
 */
export function distance(received, { shape, data }) {
  if (String(received.dims) !== String(shape)) throw new Error(`expected [${shape}], received [${received.dims}]`);
  let largest = 0;
  for (let i = 0; i < data.length; i++) {
    const [a, b] = [received.data[i], data[i]];
    if (Object.is(a, b)) continue;
    const apart = Math.abs(a - b) / Math.max(1, Math.abs(b));
    largest = Number.isNaN(apart) ? Number.POSITIVE_INFINITY : Math.max(largest, apart);
  }
  return largest;
}

/** @param {readonly number[]} shape */
function sizeOf(shape) {
  return shape.reduce((size, extent) => size * extent, 1);
}
