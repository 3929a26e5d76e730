import { expectRank } from "../checks/expect-rank.ts";
import { defineLayer } from "../layer.ts";

export const globalAveragePool = defineLayer({
  name: "globalAveragePool",
  summary: "The mean of each channel over the whole image: [batch, height, width, channels] → [batch, channels].",
  source: "Lin, Chen and Yan 2014, section 3.2",
  section: "layers",
  formula: "y[c] = Σ_{i, j} x[i, j, c] / (height · width)",
  use: "At the end of a convolutional network, before the last dense layer: it has no weights, and takes images of any size.",
  avoid:
    "Where the place of a feature matters, as in localization, and on few channels: 16 numbers are little to tell ten classes by.",
  example: "globalAveragePool()",
  options: {},
  shape(input) {
    expectRank("globalAveragePool", input, 3);
    return [input[2]];
  },
  forward: (x) => x.mean([1, 2]), // [batch, channels]
});
