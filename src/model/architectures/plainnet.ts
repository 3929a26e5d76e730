import { defineArchitecture } from "../architecture.ts";
import { RESIDUAL_STAGES_OPTIONS, residualStages } from "../blocks/residual-stages.ts";
import { sequential } from "../layers/sequential.ts";

export const plainnet = defineArchitecture({
  name: "plainnet",
  summary: "The plain twin of resnet: the same layers in the same order, without shortcuts.",
  source: "He et al. 2016, section 4.2",
  section: "architectures",
  formula: "conv 3×3, then 3 stages of 2n convolutions, n = (depth − 2) / 6, then the mean and a dense layer",
  use: "Comparisons: the same network as resnet() of the same depth, without shortcuts.",
  avoid:
    "Solving a task: beyond about 20 layers, more depth makes even the training error worse (He et al. 2016, figure 6).",
  example: "plainnet({ depth: 8, width: 4 })",
  options: RESIDUAL_STAGES_OPTIONS,
  layers: (values) => residualStages(values, (layers) => sequential(layers)),
});
