import type { Dataset, Values } from "../dataset.ts";
import { scaledRange } from "../scaled.ts";
import { type LinearScale, rangeOf } from "../scaling.ts";
import { featureRanges, shortly } from "./hints.ts";
import { isBounded, RANGES } from "./output-ranges.ts";

/** How a loss reads targets. */
interface TargetReading {
  name: string;
  targetKind: "classes" | "values";
  predictions: string | undefined;
}

/**
 * Hints, as sentences, at what may be wrong with targets for the loss and the last layers of a model: targets that no
 * output can reach, scores that are bounded, class numbers that are read as quantities.
 */
export function hintsAboutTargets(
  { train: { targets }, classes = [] }: Dataset,
  { name, targetKind, predictions }: TargetReading,
  lastLayers: readonly string[],
  targetScale?: LinearScale,
): string[] {
  const last = lastLayers.find(isBounded);
  if (predictions !== undefined || targetKind === "classes")
    return last === undefined
      ? []
      : [
          `The model ends with ${last}(), whose outputs are ${spanOf(last)}, but ${name} expects scores of any size. Leave it out.`,
        ];
  const hints = classes.length === 0 ? aboutRanges(targets) : [];
  if (last !== undefined) {
    const [least, most] = RANGES[last];
    const { low, high } = targetScale === undefined ? rangeOf(targets.data) : scaledRange(targets.data, targetScale);
    if (low < least || high > most)
      hints.push(
        `Targets range from ${shortly(low)} to ${shortly(high)}${targetScale === undefined ? "" : ", scaled for training"}, but the model ends with ${last}(), whose outputs are never ${low < least ? `below ${least}` : `above ${most}`}. Leave it out.`,
      );
  }
  if (targets.shape.length === 1 && classes.length > 2)
    hints.push(
      `${name} reads the numbers of the ${classes.length} classes as quantities. For classes use crossEntropy(), and end the model with dense(${classes.length}); for quantities give targets instead of labels.`,
    );
  return hints;
}

/** Hints at targets that are all the same, and at targets of different units. */
function aboutRanges({ shape, data }: Values): string[] {
  const [count, targets, ...more] = shape;
  if (targets === undefined || more.length > 0 || count < 2) return [];
  const spans = featureRanges(data, targets).map(([low, high], at) => ({ at, span: high - low }));
  const moving = spans.filter(({ span }) => span > 0).sort((a, b) => b.span - a.span);
  if (moving.length === 0) {
    const value = targets === 1 ? `are ${shortly(data[0])}` : "are the same for every sample";
    return [`All training targets ${value}: there is nothing to learn.`];
  }
  const [most, least] = [moving[0], moving[moving.length - 1]];
  if (most.span < 1000 * least.span) return [];
  return [
    `Target ${most.at} (counted from 0) spans ${shortly(most.span)}, target ${least.at} ${shortly(least.span)}: an error in their units is a mean over all, which the largest decides. Look at r2, which counts them alike, or give them by name and learn them with heads().`,
  ];
}

/** "at least 0", "from 0 to 1" */
function spanOf(layer: string): string {
  const [low, high] = RANGES[layer];
  return high === Infinity ? `at least ${low}` : `from ${low} to ${high}`;
}
