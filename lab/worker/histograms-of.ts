import type { LayerOutput } from "evenkeel";
import type { Histogram } from "../protocol.ts";

const BINS = 40;
/** Values of a layer that are counted, at most: evenly taken from all. */
const MOST = 20_000;

/** How the outputs of each layer are distributed. */
export function histogramsOf(outputs: readonly LayerOutput[]): Histogram[] {
  return outputs.map(({ layer, data }) => histogramOf(layer, data));
}

function histogramOf(layer: string, data: Float32Array): Histogram {
  const stride = Math.ceil(data.length / MOST);
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < data.length; i += stride) {
    const value = data[i] ?? Number.NaN;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!Number.isFinite(low) || !Number.isFinite(high)) return { layer, low: 0, high: 0, counts: [] };
  if (low === high) [low, high] = [low - 0.5, high + 0.5]; // all the same: in the middle
  const counts = new Array<number>(BINS).fill(0);
  const scale = BINS / (high - low);
  for (let i = 0; i < data.length; i += stride) {
    const bin = Math.min(BINS - 1, Math.floor(((data[i] ?? Number.NaN) - low) * scale));
    if (bin >= 0) counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { layer, low, high, counts };
}
