import * as v from "valibot";
import { usageError } from "../../errors.ts";
import { count, custom, nonNegative } from "../../options.ts";
import { RandomStream } from "../../random.ts";
import { drawPoints, POINT_OPTIONS } from "../points/draw-points.ts";
import { defineSource, type TestedUnlessZero } from "../source.ts";

/** Centers that are drawn lie within ±10 in every direction. */
const REACH = 10;
const MOST_CENTERS = 1000;

const point = v.pipe(v.array(v.pipe(v.number(), v.finite())), v.minLength(1));
const points = v.pipe(
  v.array(point),
  v.minLength(2),
  v.maxLength(MOST_CENTERS),
  v.check((all) => all.every(({ length }) => length === all[0].length)),
);
const howMany = v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(MOST_CENTERS));

const drawn = defineSource({
  name: "blobs",
  summary: "Round clouds of points about some centers, each of them a class.",
  source: "scikit-learn, make_blobs",
  section: "data",
  formula: "class k: center k + noise · N(0, 1) in every direction",
  use: "Where the best result is known: with two centers at a distance d the best accuracy is Φ(d / (2 · noise)). For many features or many classes, too. Sample i of a set depends on the seed, the set and i alone, and is the same on every platform.",
  avoid: "Centers that are drawn may lie close to one another; give `centers` as a list where that matters.",
  example: "blobs({ centers: [[0, 0], [4, 0], [0, 4]], noise: 1 })",
  options: {
    ...POINT_OPTIONS,
    noise: nonNegative(1, "standard deviation of the points about their center"),
    centers: custom<number | readonly (readonly number[])[]>(
      v.union([howMany, points]),
      3,
      `a whole number from 2 to ${MOST_CENTERS.toLocaleString("en")}, or a list of points, such as [[0, 0], [4, 0]]`,
      "the centers, or how many are drawn from the seed within ±10 in every direction",
    ),
    features: count(2, "features of a point, where centers are drawn", 1, 100_000),
  },
  load: async ({ noise, centers, features, ...values }) => {
    const all = typeof centers === "number" ? drawCenters(values.seed, centers, features) : centers;
    if (features !== 2 && features !== all[0].length)
      throw usageError({
        where: "blobs: features",
        expected: `the ${all[0].length} numbers of each of \`centers\``,
        received: `${features}`,
        fix: "Leave `features` out: the centers say how many there are.",
      });
    return drawPoints("blobs", values, all.length, (label, random) =>
      all[label].map((x) => x + noise * random.normal()),
    );
  },
});
export const blobs = drawn as TestedUnlessZero<typeof drawn>;

function drawCenters(seed: number, count: number, features: number): number[][] {
  return Array.from({ length: count }, (_, i) => {
    const random = new RandomStream(seed, "blobs/centers", i);
    return Array.from({ length: features }, () => random.between(-REACH, REACH));
  });
}
