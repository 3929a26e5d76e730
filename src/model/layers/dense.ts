import { count, flag } from "../../options.ts";
import { biasOf } from "../blocks/bias-of.ts";
import { expectRank } from "../checks/expect-rank.ts";
import { initializerOption } from "../initializer.ts";
import { glorotUniform } from "../initializers/glorot-uniform.ts";
import { defineLayer } from "../layer.ts";

export const dense = defineLayer({
  name: "dense",
  summary: "y = x·W + b: every output unit sums over all inputs.",
  source: "by definition",
  section: "layers",
  formula: "y = xW + b",
  use: "Features without order, layers after flatten() or globalAveragePool(), and the last layer: as many units as classes, and no activation, because losses take logits.",
  avoid:
    "The first layer on larger images: from 224×224×3 to 1,000 units it has 150 million weights, where a convolution has a few thousand. Under ReLU, use heNormal() instead of the default; before batchNorm(), bias: false.",
  example: "dense(256, { init: heNormal() })",
  options: {
    units: count(undefined, "number of outputs"),
    bias: flag(true, "whether to add a bias b"),
    init: initializerOption(glorotUniform(), "the scheme of the initial weights W"),
  },
  positional: ["units"],
  shape(input, { units }) {
    expectRank("dense", input, 1);
    return [units];
  },
  parameters: ([features], { units, bias, init }) => ({
    kernel: { shape: [features, units], init, fanIn: features, fanOut: units },
    ...biasOf(units, bias),
  }),
  forward(x, { parameter }, { bias }) {
    const product = x.matmul(parameter("kernel")); // [batch, units]
    return bias ? product.add(parameter("bias")) : product;
  },
});
