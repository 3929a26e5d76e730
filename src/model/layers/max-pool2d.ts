import type { Tensor } from "../../graph/tensor.ts";
import { count, formerly, optional } from "../../options.ts";
import { pooledShape } from "../checks/pooled-shape.ts";
import { defineLayer } from "../layer.ts";

export const maxPool2d = defineLayer({
  name: "maxPool2d",
  summary: "The maximum of each window, channel by channel; rows and columns that do not fill a window are dropped.",
  source: "Ranzato et al. 2007",
  section: "layers",
  formula: "y[i, j] = max of x over window (i, j)",
  use: "After the activation of a convolution: keeps the strongest response, halves height and width, and tolerates shifts by a pixel.",
  avoid:
    "Where exact positions matter; only one pixel of a window gets a gradient. A convolution of stride 2 downsamples with learned weights, as in ResNets.",
  example: "maxPool2d(2)",
  options: {
    poolSize: formerly("size", count(2, "the height and width of a window, in pixels")),
    stride: optional(count(undefined, "pixels from one window to the next; by default the size of a window")),
    padding: count(0, "padding around the image, in pixels, which is never the maximum; at most half of poolSize", 0),
  },
  positional: ["poolSize"],
  shape: (input, { poolSize, stride = poolSize, padding }) =>
    pooledShape("maxPool2d", input, { poolSize, stride, padding }),
  forward: (x, _, { poolSize, stride = poolSize, padding }) =>
    padded(x, [0, padding, padding, 0]).window([poolSize, poolSize], [stride, stride]).max([2, 4]), // [batch, rows, columns, channels]
});

/** The image padded with the lowest float, which is never the maximum of a window. */
function padded(x: Tensor, sides: readonly number[]): Tensor {
  return x.pad(sides, sides, undefined, LOWEST);
}

const LOWEST = -3.4028234663852886e38;
