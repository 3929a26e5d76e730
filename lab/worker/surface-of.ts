import type { Dataset, LayerOutput, TrainedModel } from "evenkeel";
import type { Surface } from "../protocol.ts";

/** A square grid over the plane of two inputs. */
export interface Plane {
  side: number;
  bounds: Surface["bounds"];
  inputs: { shape: number[]; data: Float32Array };
}

/** The share of the width of the data that is seen around them. */
const MARGIN = 0.15;
/** Units of a layer that are shown, and layers. */
const [UNITS, LAYERS] = [12, 6];
/** Layers whose outputs are those of others, before a function of each number. */
const LINEAR = /(^|\.)(dense|batchNorm|layerNorm|flatten|dropout)$/;

/** A grid around the training samples; undefined where these are no points of a plane. */
export function planeOf({ train: { inputs } }: Dataset, side: number): Plane | undefined {
  if (inputs.shape.length !== 2 || inputs.shape[1] !== 2) return undefined;
  const [left, right] = rangeOf(inputs.data, 0);
  const [bottom, top] = rangeOf(inputs.data, 1);
  const data = new Float32Array(2 * side * side);
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      const at = 2 * (row * side + column);
      data[at] = left + ((right - left) * column) / (side - 1);
      data[at + 1] = top - ((top - bottom) * row) / (side - 1);
    }
  return { side, bounds: [left, right, bottom, top], inputs: { shape: [side * side, 2], data } };
}

function rangeOf(points: ArrayLike<number>, axis: number): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = axis; i < points.length; i += 2) {
    low = Math.min(low, points[i] ?? low);
    high = Math.max(high, points[i] ?? high);
  }
  const margin = MARGIN * (high - low || 1);
  return [low - margin, high + margin];
}

/** What a network answers over the plane, and what units within do. */
export async function surfaceOf(model: TrainedModel, { side, bounds, inputs }: Plane): Promise<Surface> {
  const points = inputs.shape[0] ?? 0;
  const options = { threads: 0, batchSize: 2 ** (32 - Math.clz32(points - 1)) } as const;
  const { data, shape } = await model.predict(inputs, options);
  const layers = await model.layerOutputs(inputs, options);
  return { side, bounds, output: answersOf(data, shape[1] ?? 1, points), units: unitsOf(layers, points) };
}

/** The probability of class 1 of two; of more classes the likeliest, spread over [0, 1]; or the number. */
function answersOf(data: Float32Array, width: number, points: number): Float32Array {
  if (width === 1) return data.slice();
  if (width === 2) return Float32Array.from({ length: points }, (_, i) => data[2 * i + 1] ?? Number.NaN);
  return Float32Array.from({ length: points }, (_, i) => {
    const row = data.subarray(i * width, (i + 1) * width);
    return row.indexOf(Math.max(...row)) / (width - 1);
  });
}

function unitsOf(layers: readonly LayerOutput[], points: number): Surface["units"] {
  const within = layers.filter(({ layer, shape }) => layer !== "input" && shape.length === 2 && !LINEAR.test(layer));
  return within.slice(0, LAYERS).map(({ layer, shape, data }) => {
    const width = shape[1] ?? 0;
    const count = Math.min(width, UNITS);
    const unit = (u: number) => Float32Array.from({ length: points }, (_, i) => data[i * width + u] ?? Number.NaN);
    return { layer, outputs: Array.from({ length: count }, (_, u) => unit(u)) };
  });
}
