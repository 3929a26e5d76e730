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
  use: "The first layer for words, categories and other numbers that are names, not quantities.",
  avoid:
    "Scaled inputs. As the first layer it gets unscaled inputs, and anything but a whole number of the vocabulary is refused before training; deeper in a model such a number gives NaN, so its step is skipped and the run stops as diverged.",
  example: "embedding(1000, 32)",
  options: {
    vocabulary: count(undefined, "number of rows: inputs are 0 to vocabulary − 1"),
    dimension: count(undefined, "how many numbers represent each input"),
    init: initializerOption(standardNormal(), "the scheme of the initial rows"),
  },
  positional: ["vocabulary", "dimension"],
  indices: ({ vocabulary }) => vocabulary,
  shape: (input, { dimension }) => [...input, dimension],
  parameters: (_, { vocabulary, dimension, init }) => ({
    table: { shape: [vocabulary, dimension], init, fanIn: 1, fanOut: dimension },
  }),
  forward(x, { parameter }, { vocabulary }) {
    const whole = x.floor().equal(x); // not if x was scaled
    const inside = x.less(0).equal(0).mul(x.less(vocabulary)).mul(whole); // 0 for NaN too
    const rows = parameter("table").gather(inside.where(x, 0)); // [batch, …, dimension]
    return inside.reshape([...x.shape, 1]).where(rows, Number.NaN);
  },
});
