import { expectRank } from "../expect-input.ts";
import { defineLayer } from "../layer.ts";

export const globalAveragePool = defineLayer({
  name: "globalAveragePool",
  summary: "The mean of each channel over the whole image: [batch, height, width, channels] → [batch, channels].",
  source: "Lin, Chen and Yan 2014, section 3.2",
  options: {},
  shape(input) {
    expectRank("globalAveragePool", input, 3);
    return [input[2]];
  },
  forward: (x) => x.mean([1, 2]), // [batch, channels]
});
