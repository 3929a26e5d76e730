import { defineArchitecture } from "../architecture.ts";
import { sequential } from "../sequential.ts";
import { STAGES_OPTIONS, stages } from "../stages.ts";

export const plainnet = defineArchitecture({
  name: "plainnet",
  summary: "The plain twin of resnet: the same layers in the same order, without shortcuts.",
  source: "He et al. 2016, section 4.2",
  options: STAGES_OPTIONS,
  layers: (values) => stages(values, (layers) => sequential(layers)),
});
