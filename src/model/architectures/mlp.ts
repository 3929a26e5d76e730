import * as v from "valibot";
import { custom, unit } from "../../options.ts";
import { defineArchitecture } from "../architecture.ts";
import { activation, activationOption } from "../blocks/activation-option.ts";
import { normOption } from "../blocks/norm-option.ts";
import { OUTPUTS_OPTIONS } from "../blocks/outputs-option.ts";
import { withNorm } from "../blocks/with-norm.ts";
import { initializerOption } from "../initializer.ts";
import { glorotUniform } from "../initializers/glorot-uniform.ts";
import type { Layer } from "../layer.ts";
import { dense } from "../layers/dense.ts";
import { dropout } from "../layers/dropout.ts";
import { flatten } from "../layers/flatten.ts";
import { sequential } from "../layers/sequential.ts";

export const mlp = defineArchitecture({
  name: "mlp",
  summary: "Dense layers with an activation, and optionally normalization and dropout.",
  source: "Rumelhart, Hinton and Williams 1986",
  section: "architectures",
  formula: "h₀ = x\nhₗ = f(norm(hₗ₋₁Wₗ + bₗ))\ny = h_L W + b",
  use: "Tables, small images, and other data whose features have no neighborhood. One or two hidden layers of 64 to 512 units are a good start.",
  avoid:
    "Larger images: it learns every position separately, and 28×28 pixels to 256 units already take 200,960 weights. Compare their number with the number of samples.",
  example: 'mlp({ hidden: [256, 128], norm: "batch", dropout: 0.3, init: heNormal() })',
  options: {
    ...OUTPUTS_OPTIONS,
    hidden: custom(
      v.array(v.pipe(v.number(), v.integer(), v.minValue(1))),
      [256],
      "a list of whole numbers of at least 1",
      "units of each hidden layer",
    ),
    activation: activationOption("relu"),
    norm: normOption(),
    dropout: unit(0, "fraction of features dropped after each hidden layer"),
    init: initializerOption(glorotUniform(), "the scheme of the initial weights"),
  },
  layers({ classes, outputs = classes, hidden, activation: active, norm, dropout: rate, init }) {
    const block = (units: number): Layer[] => [
      ...withNorm(norm, (bias) => dense(units, { init, bias })),
      activation(active),
      ...(rate > 0 ? [dropout(rate)] : []),
    ];
    return sequential([flatten(), ...hidden.flatMap(block), dense(outputs, { init })]);
  },
});
