import { unit } from "../../options.ts";
import { defineArchitecture } from "../architecture.ts";
import { normOption } from "../blocks/norm-option.ts";
import { OUTPUTS_OPTIONS } from "../blocks/outputs-option.ts";
import { withNorm } from "../blocks/with-norm.ts";
import { initializerOption } from "../initializer.ts";
import { glorotUniform } from "../initializers/glorot-uniform.ts";
import type { Layer } from "../layer.ts";
import { conv2d } from "../layers/conv2d.ts";
import { dense } from "../layers/dense.ts";
import { dropout } from "../layers/dropout.ts";
import { flatten } from "../layers/flatten.ts";
import { maxPool2d } from "../layers/max-pool2d.ts";
import { relu } from "../layers/relu.ts";
import { sequential } from "../layers/sequential.ts";

export const convnet = defineArchitecture({
  name: "convnet",
  summary:
    "Two 3×3 convolutions of 32 and 64 filters, each with ReLU and 2×2 max pooling, then dropout and a dense layer.",
  source: "F. Chollet's Keras example, Simple MNIST convnet",
  section: "architectures",
  formula: "2 × (conv 3×3 → ReLU → max pool 2×2) → dropout → dense",
  use: "Small gray images such as digits: 34,826 weights reach about 99 % on MNIST within five epochs.",
  avoid:
    "Photographs, for which it is too shallow: use resnet(). Dropout rates of 0, 0.2 and 0.5 hardly differ on the whole of MNIST, and 0.8 is too much for a few epochs: compare on your own data.",
  example: 'convnet({ dropout: 0.5, norm: "batch" })',
  options: {
    ...OUTPUTS_OPTIONS,
    dropout: unit(0.5, "fraction of features dropped before the dense layer"),
    norm: normOption(),
    init: initializerOption(glorotUniform(), "the scheme of the initial weights"),
  },
  layers({ classes, outputs = classes, dropout: rate, norm, init }) {
    const block = (filters: number): Layer[] => [
      ...withNorm(norm, (bias) => conv2d(filters, 3, { init, bias })),
      relu(),
      maxPool2d(2),
    ];
    return sequential([...block(32), ...block(64), flatten(), dropout(rate), dense(outputs, { init })]);
  },
});
