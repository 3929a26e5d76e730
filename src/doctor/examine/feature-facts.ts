import type { Values } from "../../data/dataset.ts";
import type { LinearScale } from "../../data/linear-scale.ts";
import { scaler } from "../../data/scaled.ts";
import type { FeatureFacts } from "../examination.ts";
import type { Features } from "./features-of.ts";

/** Moments of each number of a sample over some samples. */
interface NumberFacts {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
}

/** Statistics of some samples by feature, and the share of numbers that are the same in all of them. */
export function featureFacts(
  inputs: Values,
  rows: Uint32Array,
  features: Features,
  scale?: LinearScale,
): { facts: FeatureFacts; constant: number } {
  const numbers = numberFacts(inputs, rows, features.of.length, scale);
  const count = new Float64Array(features.names.length);
  const blank = () => new Float64Array(count.length);
  const [mean, std, min, max] = [blank(), blank(), blank().fill(Infinity), blank().fill(-Infinity)];
  let [squares, constant, all] = [0, 0, 0];
  features.of.forEach((feature, i) => {
    if (feature < 0) return;
    mean[feature] += numbers.mean[i];
    min[feature] = Math.min(min[feature], numbers.min[i]);
    max[feature] = Math.max(max[feature], numbers.max[i]);
    squares += numbers.variance[i] + numbers.mean[i] ** 2;
    count[feature]++;
    constant += numbers.min[i] === numbers.max[i] ? 1 : 0;
    all++;
  });
  for (let feature = 0; feature < count.length; feature++) mean[feature] /= count[feature];
  features.of.forEach((feature, i) => {
    if (feature >= 0) std[feature] += numbers.variance[i] + (numbers.mean[i] - mean[feature]) ** 2;
  });
  for (let feature = 0; feature < count.length; feature++) std[feature] = Math.sqrt(std[feature] / count[feature]);
  const rms = all === 0 ? 1 : Math.sqrt(squares / all); // of no quantities it is neutral
  return { facts: { mean, std, min, max, rms }, constant: all === 0 ? 0 : constant / all };
}

/** By distances from the first sample, so that nothing is lost far from 0. */
function numberFacts(inputs: Values, rows: Uint32Array, width: number, scale: LinearScale | undefined): NumberFacts {
  const scaleRow = scale && scaler(scale);
  const row = scaleRow ? new Float32Array(width) : undefined;
  const [first, sum, squares] = [new Float64Array(width), new Float64Array(width), new Float64Array(width)];
  const min = new Float64Array(width).fill(Infinity);
  const max = new Float64Array(width).fill(-Infinity);
  rows.forEach((sample, k) => {
    const from = sample * width;
    if (scaleRow && row) scaleRow(inputs.data, row, { from, to: from + width, at: 0 });
    const [numbers, start] = row ? [row, 0] : [inputs.data, from];
    if (k === 0) for (let i = 0; i < width; i++) first[i] = numbers[start + i];
    for (let i = 0; i < width; i++) {
      const x = numbers[start + i];
      const distance = x - first[i];
      sum[i] += distance;
      squares[i] += distance * distance;
      if (x < min[i]) min[i] = x;
      if (x > max[i]) max[i] = x;
    }
  });
  const mean = sum.map((each, i) => first[i] + each / rows.length);
  const variance = squares.map((each, i) => Math.max(0, each / rows.length - (sum[i] / rows.length) ** 2));
  return { mean, variance, min, max };
}
