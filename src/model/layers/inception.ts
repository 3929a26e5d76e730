import { count } from "../../options.ts";
import { normOption } from "../blocks/norm-option.ts";
import { withNorm } from "../blocks/with-norm.ts";
import { initializerOption } from "../initializer.ts";
import { glorotUniform } from "../initializers/glorot-uniform.ts";
import { defineLayer, type Layer } from "../layer.ts";
import { conv2d } from "./conv2d.ts";
import { maxPool2d } from "./max-pool2d.ts";
import { parallel } from "./parallel.ts";
import { relu } from "./relu.ts";
import { sequential } from "./sequential.ts";

export const inception = defineLayer({
  name: "inception",
  summary:
    "Four views of an image side by side: 1×1; 1×1 then 3×3; 1×1 then 5×5; 3×3 pooling then 1×1; each with ReLU.",
  source: "Szegedy et al. 2015, figure 2b; the defaults are block 3a of table 1",
  section: "architectures",
  formula: "y = [f₁ₓ₁(x), f₃ₓ₃(f₁ₓ₁(x)), f₅ₓ₅(f₁ₓ₁(x)), f₁ₓ₁(pool(x))]",
  use: "Where features have several sizes: the network learns how much each window counts.",
  avoid: "Narrow networks: with few filters in each branch the 1×1 bottlenecks pass too little.",
  example: 'inception({ conv1: 16, reduce3: 24, conv3: 32, reduce5: 4, conv5: 8, pool: 8, norm: "batch" })',
  options: {
    conv1: count(64, "filters of the 1×1 convolution"),
    reduce3: count(96, "filters of the 1×1 convolution before the 3×3"),
    conv3: count(128, "filters of the 3×3 convolution"),
    reduce5: count(16, "filters of the 1×1 convolution before the 5×5"),
    conv5: count(32, "filters of the 5×5 convolution"),
    pool: count(32, "filters of the 1×1 convolution after the pooling"),
    norm: normOption(),
    init: initializerOption(glorotUniform(), "the scheme of the initial kernels"),
  },
  build(input, { conv1, reduce3, conv3, reduce5, conv5, pool, norm, init }) {
    const convolution = (filters: number, size: number): Layer[] => [
      ...withNorm(norm, (bias) => conv2d(filters, size, { padding: "same", bias, init })),
      relu(),
    ];
    return parallel([
      sequential(convolution(conv1, 1)),
      sequential([...convolution(reduce3, 1), ...convolution(conv3, 3)]),
      sequential([...convolution(reduce5, 1), ...convolution(conv5, 5)]),
      sequential([maxPool2d(3, { stride: 1, padding: 1 }), ...convolution(pool, 1)]),
    ]).build(input); // [height, width, conv1 + conv3 + conv5 + pool]
  },
});
