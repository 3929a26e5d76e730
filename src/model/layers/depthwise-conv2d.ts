import type { Shape } from "../../graph/shape.ts";
import { count, type ValuesOf } from "../../options.ts";
import { expectRank } from "../checks/expect-rank.ts";
import { defineLayer } from "../layer.ts";
import { conv2d } from "./conv2d.ts";

const { kernelSize, stride, padding, dilation, bias, init } = conv2d.definition.options;
const OPTIONS = {
  kernelSize,
  multiplier: count(1, "number of output channels for each input channel"),
  stride,
  padding,
  dilation,
  bias,
  init,
};

export const depthwiseConv2d = defineLayer({
  name: "depthwiseConv2d",
  summary: "Slides kernels over each channel separately: a convolution with as many groups as channels.",
  source: "Sifre 2014; Howard et al. 2017, equation 3",
  section: "layers",
  formula: "y[i, j, c] = Σₖₗ K[k, l, c] · x[i + k, j + l, c]",
  use: "Before a conv2d(filters, 1), which mixes the channels: both together cost a fraction of a full convolution.",
  avoid: "Alone, since it does not mix channels.",
  example: 'depthwiseConv2d(3, { padding: "same" })',
  options: OPTIONS,
  positional: ["kernelSize"],
  build: (input, values) => grouped(input, values).build(input),
});

function grouped(input: Shape, { multiplier, kernelSize, ...values }: ValuesOf<typeof OPTIONS>) {
  expectRank("depthwiseConv2d", input, 3);
  return conv2d(input[2] * multiplier, kernelSize, { ...values, groups: input[2] });
}
