import { defineArchitecture } from "../architecture.ts";
import { activation, activationOption } from "../blocks/activation-option.ts";
import { normOption } from "../blocks/norm-option.ts";
import { OUTPUTS_OPTIONS } from "../blocks/outputs-option.ts";
import { withNorm } from "../blocks/with-norm.ts";
import { initializerOption } from "../initializer.ts";
import { glorotUniform } from "../initializers/glorot-uniform.ts";
import type { Layer } from "../layer.ts";
import { averagePool2d } from "../layers/average-pool2d.ts";
import { conv2d } from "../layers/conv2d.ts";
import { dense } from "../layers/dense.ts";
import { flatten } from "../layers/flatten.ts";
import { sequential } from "../layers/sequential.ts";

export const lenet = defineArchitecture({
  name: "lenet",
  summary: "Two 5×5 convolutions of 6 and 16 filters with average pooling, then dense layers of 120 and 84 units.",
  source: "LeCun et al. 1998, LeNet-5, with plain pooling, full connections and a linear output",
  section: "architectures",
  formula: "conv 5×5 → tanh → pool → conv 5×5 → tanh → pool → dense 120 → 84 → classes",
  use: "The classic on digits, 61,706 weights for images of 28×28; a baseline that trains in seconds.",
  avoid:
    "Harder tasks. Its dense layers hold 96 % of its weights, and with ReLU and max pooling convnet() learns faster.",
  example: 'lenet({ activation: "tanh" })',
  options: {
    ...OUTPUTS_OPTIONS,
    activation: activationOption("tanh"),
    norm: normOption(),
    init: initializerOption(glorotUniform(), "the scheme of the initial weights"),
  },
  layers({ classes, outputs = classes, activation: active, norm, init }) {
    const convolution = (filters: number, padding: "same" | "valid"): Layer[] => [
      ...withNorm(norm, (bias) => conv2d(filters, 5, { init, padding, bias })),
      activation(active),
      averagePool2d(2),
    ];
    const hidden = (units: number): Layer[] => [
      ...withNorm(norm, (bias) => dense(units, { init, bias })),
      activation(active),
    ];
    return sequential([
      ...convolution(6, "same"), // [28, 28, 1] → [14, 14, 6]
      ...convolution(16, "valid"), // → [5, 5, 16]
      flatten(),
      ...hidden(120),
      ...hidden(84),
      dense(outputs, { init }),
    ]);
  },
});
