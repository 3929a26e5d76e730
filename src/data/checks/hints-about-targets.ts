import type { Dataset } from "../dataset.ts";
import { rangeOf } from "../scaling.ts";
import { shortly } from "./hints.ts";

/** What the outputs of a last layer lie between. */
const RANGES: Readonly<Record<string, readonly [low: number, high: number]>> = {
  relu: [0, Infinity],
  softplus: [0, Infinity],
  sigmoid: [0, 1],
  softmax: [0, 1],
  tanh: [-1, 1],
};

/** What of a loss tells how targets are taken. */
interface Taken {
  name: string;
  targetKind: "classes" | "values";
  predictions: string | undefined;
}

/**
 * What may be wrong with targets for the loss and the last layers of a model, in sentences: targets that no output can
 * reach, scores between bounds, class numbers that are taken for quantities.
 */
export function hintsAboutTargets(
  { train: { targets }, classes = [] }: Dataset,
  { name, targetKind, predictions }: Taken,
  lastLayers: readonly string[],
): string[] {
  const last = lastLayers.find((layer) => Object.hasOwn(RANGES, layer));
  if (predictions !== undefined || targetKind === "classes")
    return last === undefined
      ? []
      : [
          `The model ends with ${last}(), which gives ${spanOf(last)}, but ${name} takes scores of any size. Leave it out.`,
        ];
  const hints: string[] = [];
  if (last !== undefined) {
    const [least, most] = RANGES[last];
    const { low, high } = rangeOf(targets.data);
    if (low < least || high > most)
      hints.push(
        `Targets run from ${shortly(low)} to ${shortly(high)}, and the model ends with ${last}(), which gives nothing ${low < least ? `below ${least}` : `above ${most}`}. Leave it out.`,
      );
  }
  if (targets.shape.length === 1 && classes.length > 2)
    hints.push(
      `${name} takes the numbers of the ${classes.length} classes for quantities. For classes use crossEntropy(), and end the model with dense(${classes.length}); for quantities give targets in place of labels.`,
    );
  return hints;
}

/** "nothing below 0", "nothing but 0 to 1" */
function spanOf(layer: string): string {
  const [low, high] = RANGES[layer];
  return high === Infinity ? `nothing below ${low}` : `nothing but ${low} to ${high}`;
}
