import type { Samples } from "./dataset.ts";
import { isOneForAll, scaledRange } from "./scaled.ts";
import { type LinearScale, rangeOf } from "./scaling.ts";

/**
 * The smallest and the largest training input, saved with a model for `hintsAboutInputs`: of inputs with a scale for each
 * feature, which may have many units, those of the scaled ones.
 */
export function inputRange({ inputs }: Samples, scale?: LinearScale): readonly [number, number] {
  const byFeature = scale !== undefined && !isOneForAll(scale);
  const { low, high } = byFeature ? scaledRange(inputs.data, scale) : rangeOf(inputs.data);
  return [low, high];
}
