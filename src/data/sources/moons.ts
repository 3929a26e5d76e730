import { direction } from "../../exact-math/direction.ts";
import { nonNegative } from "../../options.ts";
import { drawPoints, POINT_OPTIONS } from "../points/draw-points.ts";
import { defineSource, type TestedUnlessZero } from "../source.ts";

const drawn = defineSource({
  name: "moons",
  summary: "Two half circles in the plane that reach into each other: two classes that no line separates.",
  source: "scikit-learn, make_moons; angles are drawn here, not spaced evenly",
  section: "data",
  formula:
    "class 0: (cos φ, sin φ)\nclass 1: (1 − cos φ, 1/2 − sin φ)    φ uniform in [0, π), both plus noise · N(0, 1)",
  use: "To see what depth gives: a line gets 89 % of the test points right, and so does one hidden layer of 16 units after 80 epochs; two of 32 get 99.8 % after 20 (adam({ learningRate: 0.01 }), seed 1). Sample i of a set depends on the seed, the set and i alone, and is the same on every platform.",
  avoid: "With `noise` above 0.2 the classes overlap, and no model reaches 100 %.",
  example: "moons({ noise: 0.15 })",
  options: { ...POINT_OPTIONS, noise: nonNegative(0.1, "standard deviation of the noise") },
  load: async ({ noise, ...values }) =>
    drawPoints("moons", values, 2, (label, random) => {
      const [x, y] = moon(label, random.uniform());
      return [x + noise * random.normal(), y + noise * random.normal()];
    }),
});
export const moons = drawn as TestedUnlessZero<typeof drawn>;

/** The point a share of the way along the moon of a class. */
export function moon(label: number, along: number): readonly [number, number] {
  const [x, y] = direction(along / 2);
  return label === 0 ? [x, y] : [1 - x, 0.5 - y];
}
