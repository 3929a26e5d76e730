import type { NumberArray } from "../../data/dataset.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import type { Evidence } from "../finding.ts";
import { changedData } from "../seeds/changed-data.ts";
import { changedInputs } from "../seeds/changed-inputs.ts";
import { featureSizes } from "../signs/feature-sizes.ts";

export const unscaledInputs = defineDiagnosis({
  name: "unscaledInputs",
  title: "Inputs that are not scaled",
  summary: "The inputs are far from 1 in size, or their features have very different sizes.",
  source: "LeCun et al. 1998, Efficient BackProp, section 4.3",
  group: "data",
  phase: "before",
  severity: "warning",
  signals:
    "the root mean square of the inputs as the network takes them and the largest of them; the largest over the smallest of one feature, by root mean square and by largest value",
  thresholds: {
    large: { value: 5, why: "inputs in [−1, 1], in [0, 1] or standardized have at most 1.5" },
    largest: { value: 20, why: "standardized inputs rarely reach 10" },
    small: { value: 0.05, why: "a twentieth of what initializers expect" },
    least: { value: 0.5, why: "of inputs that are mostly 0, such as words of a text, the others are 1" },
    ratio: { value: 100, why: "a rate that suits one feature is a hundred times off for another" },
  },
  avoid:
    "Silent about inputs that are standardized and so leave [−1, 1]: they train best of all. Silent where a normalization comes first, which scales them.",
  explains: [
    "firstLossOff",
    "explodingSignals",
    "deadUnits",
    "saturation",
    "diverges",
    "doesNotLearn",
    "oscillates",
    "cannotOverfit",
    "nonFiniteStep",
    "layerTooFast",
  ],
  find({ data: { kind, scaled }, layers }, { large, largest, small, least, ratio }) {
    const first = layers.find(({ role }) => role !== "shape" && role !== "block");
    if (kind === "indices" || first?.role === "normalization" || scaled.mean.length === 0) return undefined;
    const sizes = featureSizes(scaled);
    const top = Math.max(...sizes.map((one) => one.largest));
    const evidence: Evidence[] = [];
    if (scaled.rms > large && top > largest)
      evidence.push(
        { signal: "root mean square of the inputs", value: scaled.rms, threshold: large },
        { signal: "largest input by size", value: top, threshold: largest },
      );
    if (scaled.rms < small && top < least)
      evidence.push(
        { signal: "root mean square of the inputs", value: scaled.rms, threshold: small, beyond: "below" },
        { signal: "largest input by size", value: top, threshold: least, beyond: "below" },
      );
    const varied = sizes.filter((one, i) => one.rms > 0 && scaled.std[i] > 0);
    const [byRms, byLargest] = (["rms", "largest"] as const).map((key) => spanOf(varied.map((one) => one[key])));
    if (byRms > ratio && byLargest > ratio)
      evidence.push(
        { signal: "root mean square of the largest feature over that of the smallest", value: byRms, threshold: ratio },
        {
          signal: "largest value of the largest feature over that of the smallest",
          value: byLargest,
          threshold: ratio,
        },
      );
    if (evidence.length === 0) return undefined;
    const uneven = byRms > ratio && byLargest > ratio;
    return {
      where: "inputs",
      evidence,
      meaning: uneven
        ? "The features have very different sizes: the largest decide alone, and no learning rate suits all of them."
        : `First weights and learning rates are made for inputs of about 1; these are about ${Number(scaled.rms.toPrecision(2))}, so the first layer gives ${scaled.rms > 1 ? "far too much" : "next to nothing"}.`,
    };
  },
  cures: () => [{ text: "Scale the inputs", change: { scaling: "standardize" } }],
  seeds: [
    {
      what: "inputs a thousand times as large, and not scaled",
      recipe: () => ({ scaling: "none" }),
      data(healthy) {
        const largest = largestOf(healthy.train.inputs.data);
        return changedData(healthy, (samples) => changedInputs(samples, (x) => (1000 * x) / largest));
      },
    },
    {
      what: "inputs from 0 to 255, or of a table, as they are",
      recipe: (_, { train }) => (largestOf(train.inputs.data) > 50 ? { scaling: "none" } : undefined),
    },
  ],
});

function largestOf(numbers: NumberArray): number {
  return Array.from(numbers).reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}

/** The largest over the smallest; 1 for none. */
function spanOf(sizes: readonly number[]): number {
  const positive = sizes.filter((size) => size > 0);
  return positive.length === 0 ? 1 : Math.max(...positive) / Math.min(...positive);
}
