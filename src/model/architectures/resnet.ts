import { unit } from "../../options.ts";
import { defineArchitecture } from "../architecture.ts";
import { RESIDUAL_STAGES_OPTIONS, residualStages } from "../blocks/residual-stages.ts";
import { residual } from "../layers/residual.ts";
import { sequential } from "../layers/sequential.ts";
import { stochasticDepth } from "../layers/stochastic-depth.ts";

export const resnet = defineArchitecture({
  name: "resnet",
  summary: "The residual network for small images: three stages of blocks of two 3×3 convolutions with shortcuts.",
  source: "He et al. 2016, section 4.2, with shortcuts of option A; stochastic depth: Huang et al. 2016, equation 4",
  section: "architectures",
  formula: "y = relu(F(x) + x), n = (depth − 2) / 6 such blocks in each of 3 stages",
  use: "Small color images such as CIFAR-10: 0.27 million weights at depth 20, 0.85 million at 56. Blocks that are not needed learn to do nothing, so too much depth does little harm.",
  avoid:
    "Few samples, or images as simple as digits, where convnet() is many times faster. Best results need SGD with momentum, decay in steps and augmentation, over 100 epochs and more.",
  example: "resnet({ depth: 8, width: 4 })",
  options: {
    ...RESIDUAL_STAGES_OPTIONS,
    stochasticDepth: unit(
      0,
      "fraction of samples that skip the last block; earlier blocks in proportion to their position",
    ),
  },
  layers: ({ stochasticDepth: last, ...values }) =>
    residualStages(values, (layers, { place, of }) => {
      const rate = (last * place) / of;
      const block = sequential(rate > 0 ? [...layers, stochasticDepth(rate)] : layers);
      return residual(block, { shortcut: "pad" });
    }),
});
