import { sizeOf } from "../../graph/shape.ts";
import { defineLayer } from "../layer.ts";

export const flatten = defineLayer({
  name: "flatten",
  summary: "All features of a sample side by side: [batch, 28, 28, 1] → [batch, 784].",
  source: "by definition",
  options: {},
  shape: (input) => [sizeOf(input)],
  forward: (x) => x.reshape([x.shape[0], sizeOf(x.shape.slice(1))]),
});
