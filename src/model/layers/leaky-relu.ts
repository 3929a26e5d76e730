import { constant } from "../../graph/tensor.ts";
import { unit } from "../../options.ts";
import { defineLayer } from "../layer.ts";

export const leakyRelu = defineLayer({
  name: "leakyRelu",
  summary: "max(x, slope · x): negative numbers pass too, made small, so no unit stops learning.",
  source: "Maas, Hannun and Ng 2013",
  section: "layers",
  formula: "y = max(x, a·x)",
  use: "Instead of ReLU where many units are dead, as in discriminators of GANs (with a slope of 0.2).",
  avoid:
    "Classifiers with good initial weights, where it is rarely better than ReLU and the activations lose their sparsity.",
  example: "leakyRelu(0.1)",
  options: { slope: unit(0.01, "the factor of negative numbers") },
  positional: ["slope"],
  forward: (x, _, { slope }) => constant(0).less(x).where(x, x.mul(slope)),
});
