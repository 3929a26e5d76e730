import * as v from "valibot";
import { count, custom, oneOf, unit } from "../../options.ts";
import { defineArchitecture } from "../architecture.ts";
import { initializerOption } from "../initializer.ts";
import { glorotUniform } from "../initializers/glorot-uniform.ts";
import type { Layer } from "../layer.ts";
import { batchNorm } from "../layers/batch-norm.ts";
import { dense } from "../layers/dense.ts";
import { dropout } from "../layers/dropout.ts";
import { flatten } from "../layers/flatten.ts";
import { relu } from "../layers/relu.ts";
import { sequential } from "../sequential.ts";

export const mlp = defineArchitecture({
  name: "mlp",
  summary: "Dense layers with ReLU, each with normalization and dropout if wished.",
  source: "Rumelhart, Hinton and Williams 1986",
  options: {
    classes: count(10, "how many outputs"),
    hidden: custom(v.array(v.pipe(v.number(), v.integer(), v.minValue(1))), [256], "a list of whole numbers", "units of each hidden layer"),
    norm: oneOf(["none", "batch"], "none", "normalization between the weights and the activation"),
    dropout: unit(0, "the share of features dropped after each hidden layer"),
    init: initializerOption(glorotUniform(), "the law of the first weights"),
  },
  layers({ classes, hidden, norm, dropout: rate, init }) {
    const block = (units: number): Layer[] => [
      dense(units, { init, bias: norm === "none" }),
      ...(norm === "batch" ? [batchNorm()] : []),
      relu(),
      ...(rate > 0 ? [dropout(rate)] : []),
    ];
    return sequential([flatten(), ...hidden.flatMap(block), dense(classes, { init })]);
  },
});
