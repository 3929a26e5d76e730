import { expectRank } from "../checks/expect-rank.ts";
import { defineLayer } from "../layer.ts";

export const globalAveragePool = defineLayer({
  name: "globalAveragePool",
  summary: "The mean of each channel over the whole image: [batch, height, width, channels] → [batch, channels].",
  source: "Lin, Chen and Yan 2014, section 3.2",
  section: "layers",
  formula: "y[c] = Σ_{i, j} x[i, j, c] / (height · width)",
  use: "The end of a convolutional network, before the last dense layer: it has no weights and takes images of any size.",
  avoid:
    "Where the position of a feature matters, as in localization, and few channels: 16 numbers are little to separate ten classes.",
  example: "globalAveragePool()",
  options: {},
  shape(input) {
    expectRank("globalAveragePool", input, 3);
    return [input[2]];
  },
  forward: (x) => x.mean([1, 2]), // [batch, channels]
});
