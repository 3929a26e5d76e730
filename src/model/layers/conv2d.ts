import * as v from "valibot";
import { usageError } from "../../errors.ts";
import { showShape } from "../../graph/shape.ts";
import { count, custom, flag, formerly } from "../../options.ts";
import { biasOf } from "../blocks/bias-of.ts";
import { expectRank } from "../checks/expect-rank.ts";
import { initializerOption } from "../initializer.ts";
import { glorotUniform } from "../initializers/glorot-uniform.ts";
import { defineLayer } from "../layer.ts";

type Padding = "valid" | "same" | number;

export const conv2d = defineLayer({
  name: "conv2d",
  summary: "Slides a kernel over the image: every output sums a window of all channels.",
  source: "LeCun et al. 1989; dilation: Yu and Koltun 2016; groups: Krizhevsky et al. 2012",
  section: "layers",
  formula: "y[i, j, k] = b[k] + Σ_{u, v, c} x[i·stride + u, j·stride + v, c] · W[u, v, c, k]",
  use: "Images and other data on a grid, where the same pattern may appear anywhere: a 3×3 kernel from 32 to 64 channels has 18,496 weights, whatever the size of the image. Two of 3×3 see what one of 5×5 sees, with 28 % fewer weights.",
  avoid:
    "Features without a neighborhood, such as the columns of a table. Before batchNorm() set bias: false; under ReLU use heNormal() instead of the default.",
  example: 'conv2d(32, 3, { padding: "same", init: heNormal() })',
  options: {
    filters: count(undefined, "number of output channels"),
    kernelSize: formerly("size", count(3, "the height and width of the kernel, in pixels")),
    stride: count(1, "pixels from one window to the next"),
    padding: custom<Padding>(
      v.union([v.picklist(["valid", "same"]), v.pipe(v.number(), v.integer(), v.minValue(0))]),
      "valid",
      '"valid", "same" or a whole number of at least 0',
      'zeros around the image: none, as many as make the output ⌈input / stride⌉ large, or this many on each side; where "same" needs an odd number, the extra zero comes last',
    ),
    dilation: count(1, "pixels from one tap of the kernel to the next"),
    groups: count(1, "number of independent groups into which the channels are split"),
    bias: flag(true, "whether to add a bias to each filter"),
    init: initializerOption(glorotUniform(), "the scheme of the initial kernels"),
  },
  positional: ["filters", "kernelSize"],
  shape(input, { filters, kernelSize, stride, padding, dilation, groups }) {
    expectRank("conv2d", input, 3);
    const [height, width, channels] = input;
    if (channels % groups !== 0 || filters % groups !== 0)
      throw usageError({
        where: "conv2d: groups",
        expected: "a divisor of the input channels and of the filters",
        received: `${groups} groups, ${channels} channels, ${filters} filters`,
      });
    const reach = (kernelSize - 1) * dilation + 1;
    const extent = (length: number) => {
      const [before, after] = paddingOf(length, reach, stride, padding);
      const places = Math.floor((length + before + after - reach) / stride) + 1;
      if (places >= 1) return places;
      throw usageError({
        where: "conv2d",
        expected: `an image of at least ${reach} × ${reach} for a kernel of ${kernelSize}`,
        received: showShape(input),
        fix: 'Use padding: "same", or a smaller kernel.',
      });
    };
    return [extent(height), extent(width), filters];
  },
  parameters([, , channels], { filters, kernelSize, groups, bias, init }) {
    const taps = kernelSize ** 2;
    return {
      kernel: {
        shape: [kernelSize, kernelSize, channels / groups, filters],
        init,
        fanIn: taps * (channels / groups),
        fanOut: taps * (filters / groups),
      },
      ...biasOf(filters, bias),
    };
  },
  forward(x, { parameter }, { kernelSize, stride, padding, dilation, groups, bias }) {
    const reach = (kernelSize - 1) * dilation + 1;
    const [top, bottom] = paddingOf(x.shape[1], reach, stride, padding);
    const [left, right] = paddingOf(x.shape[2], reach, stride, padding);
    const y = x
      .pad([0, top, left, 0], [0, bottom, right, 0])
      .conv2d(parameter("kernel"), { stride: [stride, stride], dilation: [dilation, dilation], groups }); // [batch, h, w, filters]
    return bias ? y.add(parameter("bias")) : y;
  },
});

/** Zeros before and after an axis. */
function paddingOf(length: number, reach: number, stride: number, padding: Padding): [number, number] {
  if (typeof padding === "number") return [padding, padding];
  if (padding === "valid") return [0, 0];
  const total = Math.max(0, (Math.ceil(length / stride) - 1) * stride + reach - length);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}
