import { filled } from "../../graph/tensor.ts";
import { count, optional } from "../../options.ts";
import { pooledShape } from "../checks/pooled-shape.ts";
import { defineLayer } from "../layer.ts";

export const averagePool2d = defineLayer({
  name: "averagePool2d",
  summary: "The mean of each window, channel by channel, over its pixels inside the image: padding is not counted.",
  source: "LeCun et al. 1998",
  section: "layers",
  formula: "y[i, j] = mean of x over window (i, j)",
  use: "Where how much of a feature is there matters more than whether it is there at all; as in LeNet, and to shrink images smoothly.",
  avoid:
    "It blurs: a strong response beside weak ones is lost, for which maxPool2d() is the usual choice. Over a whole image use globalAveragePool().",
  example: "averagePool2d(2)",
  options: {
    size: count(2, "the height and width of a window, in pixels"),
    stride: optional(count(undefined, "pixels from one window to the next; the size by default")),
    padding: count(0, "pixels around the image that windows may reach into; at most half the size", 0),
  },
  positional: ["size"],
  shape: (input, { size, stride = size, padding }) => pooledShape("averagePool2d", input, { size, stride, padding }),
  forward(x, _, { size, stride = size, padding }) {
    const sides = [0, padding, padding, 0];
    const sums = (image: typeof x) => image.pad(sides, sides).window([size, size], [stride, stride]).sum([2, 4]);
    if (padding === 0) return sums(x).div(size ** 2); // [batch, rows, columns, channels]
    const [, height, width] = x.shape;
    return sums(x).div(sums(filled([1, height, width, 1], 1))); // Σ window / how many of its pixels are inside
  },
});
