import { filled } from "../../graph/tensor.ts";
import { count, formerly, optional } from "../../options.ts";
import { pooledShape } from "../checks/pooled-shape.ts";
import { defineLayer } from "../layer.ts";

export const averagePool2d = defineLayer({
  name: "averagePool2d",
  summary: "The mean of each window, channel by channel, over its pixels inside the image; padding is not counted.",
  source: "LeCun et al. 1998",
  section: "layers",
  formula: "y[i, j] = mean of x over window (i, j)",
  use: "Where the amount of a feature matters more than its presence, as in LeNet; to shrink images smoothly.",
  avoid:
    "It blurs: a strong response beside weak ones is lost; maxPool2d() keeps it. Over a whole image use globalAveragePool().",
  example: "averagePool2d(2)",
  options: {
    poolSize: formerly("size", count(2, "the height and width of a window, in pixels")),
    stride: optional(count(undefined, "pixels from one window to the next; by default the size of a window")),
    padding: count(0, "padding around the image, in pixels; at most half of poolSize", 0),
  },
  positional: ["poolSize"],
  shape: (input, { poolSize, stride = poolSize, padding }) =>
    pooledShape("averagePool2d", input, { poolSize, stride, padding }),
  forward(x, _, { poolSize, stride = poolSize, padding }) {
    const sides = [0, padding, padding, 0];
    const sums = (image: typeof x) =>
      image.pad(sides, sides).window([poolSize, poolSize], [stride, stride]).sum([2, 4]);
    if (padding === 0) return sums(x).div(poolSize ** 2); // [batch, rows, columns, channels]
    const [, height, width] = x.shape;
    return sums(x).div(sums(filled([1, height, width, 1], 1))); // Σ window / how many of its pixels are inside
  },
});
