import { shiftedParts } from "../diagnoses/shifted-parts.ts";
import type { FeatureFacts } from "../examination.ts";
import { featureSizes } from "../signs/feature-sizes.ts";
import { limitOf } from "./limit-of.ts";
import type { Draw } from "./of-training.ts";
import { thinnedPoints } from "./thinned-points.ts";

/** How large each feature is, as the network takes it: √(mean² + deviation²), the largest first. */
export const sizeOfFeatures: Draw = ({ data }, finding) => {
  const sizes = largestFirst(featureSizes(data.scaled).map(({ rms }) => rms));
  return sizes.length < 2
    ? undefined
    : {
        title: "Size of each feature, as the network takes it",
        ...{ x: "features, the largest first", y: "root mean square" },
        lines: [{ name: "features", points: ranked(sizes) }],
        ...limitOf(finding, "root mean square of the inputs"),
      };
};

/** How much each feature varies in the training part. */
export const spreadOfFeatures: Draw = ({ data }) => featuresBy("Deviation of each feature", data.raw);

function featuresBy(title: string, { std }: FeatureFacts) {
  if (std.length < 2) return undefined;
  const lines = [{ name: "features", points: ranked(largestFirst(std)) }];
  return { title, x: "features, the largest first", y: "standard deviation", lines };
}

/** How far the parts lie from the training part, feature by feature. */
export const shiftOfFeatures: Draw = ({ data }) => {
  const lines = (["validation", "test"] as const).flatMap((name) => {
    const shift = data.shift[name];
    return shift === undefined || shift.length < 2 ? [] : [{ name, points: ranked(largestFirst(shift)) }];
  });
  if (lines.length === 0) return undefined;
  return {
    title: "Distance of the means from those of the training part",
    ...{ x: "features, the largest first", y: "standard deviations", lines },
    threshold: shiftedParts.thresholds.shift.value,
  };
};

/** How many training samples each class has. */
export const countsOfClasses: Draw = ({ data }) => {
  const counts = data.classCounts ?? [];
  if (counts.length < 2) return undefined;
  const lines = [{ name: "classes", points: ranked(largestFirst(counts)) }];
  return { title: "Training samples of each class", x: "classes, the largest first", y: "samples", lines };
};

function largestFirst(values: Iterable<number>): number[] {
  return [...values].sort((a, b) => b - a);
}

function ranked(values: readonly number[]): [number, number][] {
  return thinnedPoints(
    values.map((_, i) => i + 1),
    values,
  );
}
