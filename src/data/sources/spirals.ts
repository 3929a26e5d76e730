import { direction } from "../../exact-math/direction.ts";
import { count, nonNegative, positive } from "../../options.ts";
import { drawPoints, POINT_OPTIONS } from "../points/draw-points.ts";
import { defineSource, type TestedUnlessZero } from "../source.ts";

const drawn = defineSource({
  name: "spirals",
  summary: "Spirals in the plane, one around the other, each of them a class.",
  source: "Lang and Witbrock 1988, Learning to tell two spirals apart; theirs have 3.25 turns and two classes",
  section: "data",
  formula:
    "class k of K: r · (cos φ, sin φ) + noise · N(0, 1)    φ = 2π (turns · r + k / K), r = √u, u uniform in [0, 1)",
  use: "As hard as you like by `turns`: two hidden layers of 32 units get all test points right at 1.5 turns and 94 % at 3.25 after 100 epochs; one of 16 units gets 90 % at 1.5 (adam({ learningRate: 0.01 }), seed 1). Sample i of a set depends on the seed, the set and i alone, and is the same on every platform.",
  avoid:
    "Arms lie 1 / (turns · classes) apart, so noise of a third of that mixes them. With more than 3 turns small networks need hundreds of epochs.",
  example: "spirals({ classes: 3, turns: 1 })",
  options: {
    ...POINT_OPTIONS,
    noise: nonNegative(0.02, "standard deviation of the noise; the largest radius is 1"),
    classes: count(2, "spirals, each of them a class", 2, 100),
    turns: positive(1.5, "turns of each spiral around the center"),
  },
  load: async ({ noise, classes, turns, ...values }) =>
    drawPoints("spirals", values, classes, (label, random) => {
      const radius = Math.sqrt(random.uniform()); // as many points near the center as the arm is long there
      const [x, y] = direction(turns * radius + label / classes);
      return [radius * x + noise * random.normal(), radius * y + noise * random.normal()];
    }),
});
export const spirals = drawn as TestedUnlessZero<typeof drawn>;
