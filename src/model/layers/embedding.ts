import { count } from "../../options.ts";
import { initializerOption } from "../initializer.ts";
import { standardNormal } from "../initializers/standard-normal.ts";
import { defineLayer } from "../layer.ts";

export const embedding = defineLayer({
  name: "embedding",
  summary: "The row of a learned table for each whole number: [batch, length] → [batch, length, dimension].",
  source: "Bengio et al. 2003, section 2: the matrix C",
  section: "layers",
  formula: "y = C[x]",
  use: "As the first layer for words, categories and other numbers that are names, not quantities.",
  avoid:
    "Scaled inputs: as the first layer its inputs are not scaled, and what is not a whole number of the vocabulary is refused before any training; within a model it gives NaN, so that its step is not taken and the run stops as diverged.",
  example: "embedding(1000, 32)",
  options: {
    vocabulary: count(undefined, "how many rows: inputs are 0 to vocabulary − 1"),
    dimension: count(undefined, "how many numbers stand for each input"),
    init: initializerOption(standardNormal(), "the law of the first rows"),
  },
  positional: ["vocabulary", "dimension"],
  indices: ({ vocabulary }) => vocabulary,
  shape: (input, { dimension }) => [...input, dimension],
  parameters: (_, { vocabulary, dimension, init }) => ({
    table: { shape: [vocabulary, dimension], init, fanIn: 1, fanOut: dimension },
  }),
  forward(x, { parameter }, { vocabulary }) {
    const whole = x.floor().equal(x); // not if x was scaled
    const inside = x.less(0).equal(0).mul(x.less(vocabulary)).mul(whole); // 0 for not-a-numbers too
    const rows = parameter("table").gather(inside.where(x, 0)); // [batch, …, dimension]
    return inside.reshape([...x.shape, 1]).where(rows, Number.NaN);
  },
});
