import { filled, type Tensor } from "../../graph/tensor.ts";
import { count, optional } from "../../options.ts";
import { pooledShape } from "../checks/pooled-shape.ts";
import { defineLayer } from "../layer.ts";

export const maxPool2d = defineLayer({
  name: "maxPool2d",
  summary: "The maximum of each window, channel by channel; rows and columns that fill no window are left out.",
  source: "Ranzato et al. 2007",
  section: "layers",
  formula: "y[i, j] = max of x over window (i, j)",
  use: "After the activation of a convolution: keeps the strongest response, halves height and width, and forgives shifts of a pixel.",
  avoid:
    "Where exact places matter. A convolution of stride 2 does the same with weights of its own, as in ResNets; only one pixel of a window gets a gradient.",
  example: "maxPool2d(2)",
  options: {
    size: count(2, "the height and width of a window, in pixels"),
    stride: optional(count(undefined, "pixels from one window to the next; the size by default")),
    padding: count(0, "pixels around the image that are never the maximum; at most half the size", 0),
  },
  positional: ["size"],
  shape: (input, { size, stride = size, padding }) => pooledShape("maxPool2d", input, { size, stride, padding }),
  forward: (x, _, { size, stride = size, padding }) =>
    surrounded(x, padding).window([size, size], [stride, stride]).max([2, 4]), // [batch, rows, columns, channels]
});

/** The image with so many pixels of the lowest float around it, which no window's maximum is. */
function surrounded(x: Tensor, padding: number): Tensor {
  if (padding === 0) return x;
  const sides = [0, padding, padding, 0];
  const inside = filled(x.shape, 1).pad(sides, sides);
  return inside.where(x.pad(sides, sides), LOWEST);
}

const LOWEST = -3.4028234663852886e38;
