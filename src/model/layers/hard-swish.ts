import { gated } from "../blocks/gated.ts";
import { defineLayer } from "../layer.ts";

export const hardSwish = defineLayer({
  name: "hardSwish",
  summary: "x · min(max(x + 3, 0), 6) / 6: the swish without an exponential.",
  source: "Howard et al. 2019, section 5.2",
  section: "layers",
  formula: "y = x · min(max(x + 3, 0), 6) / 6",
  use: "The later layers of networks for small devices, as in MobileNetV3: almost silu(), without an exponential.",
  avoid:
    "Its slope is exactly 0 below −3, so units can die as under ReLU. Where an exponential is cheap, silu() is smoother.",
  example: "hardSwish()",
  options: {},
  forward: (x) => gated(x, (x) => x.add(3).maximum(0).minimum(6).div(6)),
});
