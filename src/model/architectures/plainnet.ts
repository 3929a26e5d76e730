import { defineArchitecture } from "../architecture.ts";
import { STAGES_OPTIONS, stages } from "../blocks/residual-stages.ts";
import { sequential } from "../sequential.ts";

export const plainnet = defineArchitecture({
  name: "plainnet",
  summary: "The plain twin of resnet: the same layers in the same order, without shortcuts.",
  source: "He et al. 2016, section 4.2",
  section: "architectures",
  formula: "conv 3×3, then 3 stages of 2n convolutions, n = (depth − 2) / 6, then the mean and a dense layer",
  use: "To see what shortcuts do: compare it with resnet() of the same depth.",
  avoid:
    "To solve a task: from about 20 layers on, more depth makes even the training error worse (He et al. 2016, figure 6).",
  example: "plainnet({ depth: 8, width: 4 })",
  options: STAGES_OPTIONS,
  layers: (values) => stages(values, (layers) => sequential(layers)),
});
