import { sizeOf } from "../../graph/shape.ts";
import { defineLayer } from "../layer.ts";

export const flatten = defineLayer({
  name: "flatten",
  summary: "All features of a sample side by side: [batch, 28, 28, 1] → [batch, 784].",
  source: "by definition",
  section: "layers",
  formula: "[batch, height, width, channels] → [batch, height · width · channels]",
  use: "Between images and dense layers.",
  avoid:
    "The weights of the next dense layer grow with the size of the image, and it learns every position separately: globalAveragePool() keeps one number for each channel.",
  example: "flatten()",
  options: {},
  shape: (input) => [sizeOf(input)],
  forward: (x) => x.reshape([x.shape[0], sizeOf(x.shape.slice(1))]),
});
