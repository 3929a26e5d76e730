import { direction } from "../../exact-math/direction.ts";
import { nonNegative, unit } from "../../options.ts";
import { drawPoints, POINT_OPTIONS } from "../points/draw-points.ts";
import { defineSource, type TestedUnlessZero } from "../source.ts";

const drawn = defineSource({
  name: "circles",
  summary: "Two circles in the plane, one within the other: two classes that no line separates.",
  source: "scikit-learn, make_circles; angles are drawn here, not spaced evenly",
  section: "data",
  formula:
    "class 0: (cos φ, sin φ)\nclass 1: factor · (cos φ, sin φ)    φ uniform in [0, 2π), both plus noise · N(0, 1)",
  use: "To see that a few units are enough: three, with tanh(), enclose the inner circle and get 98 % of the test points right. Sample i of a set depends on the seed, the set and i alone, and is the same on every platform.",
  avoid: "Noise of more than a third of `1 − factor` mixes the classes.",
  example: "circles({ factor: 0.5, noise: 0.1 })",
  options: {
    ...POINT_OPTIONS,
    noise: nonNegative(0.1, "standard deviation of the noise"),
    factor: unit(0.5, "radius of the inner circle; that of the outer one is 1"),
  },
  load: async ({ noise, factor, ...values }) =>
    drawPoints("circles", values, 2, (label, random) => {
      const radius = label === 0 ? 1 : factor;
      const [x, y] = direction(random.uniform());
      return [radius * x + noise * random.normal(), radius * y + noise * random.normal()];
    }),
});
export const circles = drawn as TestedUnlessZero<typeof drawn>;
