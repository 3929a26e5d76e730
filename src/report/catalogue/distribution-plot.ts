import { deviation, extent } from "d3-array";
import type { Initializer } from "../../model/initializer.ts";
import { RandomStream } from "../../random.ts";
import { plotFile } from "./plot-file.ts";

/** A kernel of a dense layer, as in the summary of the picture. */
const [FAN_IN, FAN_OUT] = [256, 128];
const BINS = 48;

/** The weights that an initializer itself draws, as a density; undefined where all are equal. */
export function distributionPlot(initializer: Initializer): string | undefined {
  const random = new RandomStream(1, "picture of initial weights");
  const weights = initializer.draw({ shape: [FAN_IN, FAN_OUT], fanIn: FAN_IN, fanOut: FAN_OUT, random });
  const [least = 0, most = 0] = extent(weights);
  if (least === most) return undefined;
  const reach = Math.max(-least, most);
  const width = (2 * reach) / BINS;
  const counts = new Array<number>(BINS).fill(0);
  for (const weight of weights) counts[Math.min(BINS - 1, Math.floor((weight + reach) / width))]++;
  const outline = counts.flatMap((count, i) => {
    const density = count / weights.length / width;
    const from = -reach + i * width;
    return [[from, density] as const, [from + width, density] as const];
  });
  const sigma = deviation(weights)?.toPrecision(3);
  return plotFile(initializer.name, {
    title: `Initial weights of ${initializer.name}`,
    description: `The density of ${weights.length} weights of a layer from ${FAN_IN} to ${FAN_OUT} units: standard deviation ${sigma}.`,
    axis: `weights of a layer from ${FAN_IN} to ${FAN_OUT} units, standard deviation ${sigma}`,
    curves: [{ series: 1, points: [[-reach, 0], ...outline, [reach, 0]], filled: true }],
  });
}
