import { constant } from "../../graph/tensor.ts";
import { unit } from "../../options.ts";
import { defineLayer } from "../layer.ts";

export const leakyRelu = defineLayer({
  name: "leakyRelu",
  summary: "max(x, slope · x): what is negative passes too, made small, so that no unit stops learning.",
  source: "Maas, Hannun and Ng 2013",
  section: "layers",
  formula: "y = max(x, a·x)",
  use: "In place of ReLU where many units are dead, as in the discriminators of generative networks (with a slope of 0.2).",
  avoid:
    "On classifiers with good initial weights it is seldom better than ReLU, and zeros, which are cheap to keep, are lost.",
  example: "leakyRelu(0.1)",
  options: { slope: unit(0.01, "what negative numbers are multiplied by") },
  positional: ["slope"],
  forward: (x, _, { slope }) => constant(0).less(x).where(x, x.mul(slope)),
});
