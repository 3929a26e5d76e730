import { defineArchitecture } from "../architecture.ts";
import { residual } from "../layers/residual.ts";
import { sequential } from "../sequential.ts";
import { STAGES_OPTIONS, stages } from "../stages.ts";

export const resnet = defineArchitecture({
  name: "resnet",
  summary: "The residual network for small images: three stages of blocks of two 3×3 convolutions with shortcuts.",
  source: "He et al. 2016, section 4.2, with shortcuts of option A",
  options: STAGES_OPTIONS,
  layers: (values) => stages(values, (layers) => residual(sequential(layers), { shortcut: "pad" })),
});
