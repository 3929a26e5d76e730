import { defineLayer } from "../layer.ts";

export const hardSwish = defineLayer({
  name: "hardSwish",
  summary: "x · min(max(x + 3, 0), 6) / 6: the swish without an exponential.",
  source: "Howard et al. 2019, section 5.2",
  options: {},
  forward: (x) =>
    x.mul(
      x
        .add(3)
        .maximum(0)
        .minimum(6)
        .mul(1 / 6),
    ),
});
