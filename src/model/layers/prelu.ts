import { constant as number } from "../../graph/tensor.ts";
import { flag } from "../../options.ts";
import { initializerOption } from "../initializer.ts";
import { constant } from "../initializers/constant.ts";
import { defineLayer } from "../layer.ts";

export const prelu = defineLayer({
  name: "prelu",
  summary: "max(x, 0) + a · min(x, 0): a leaky ReLU that learns the slope of its negative side.",
  source: "He et al. 2015, equation 1",
  section: "layers",
  formula: "y = max(0, x) + a·min(0, x)",
  use: "Instead of leakyRelu() where the right slope is unknown and a few more parameters do not matter.",
  avoid: "Weight decay on its slopes, which would pull them to 0, that is, to ReLU.",
  example: "prelu()",
  options: {
    shared: flag(false, "whether all channels share one slope"),
    init: initializerOption(constant(0.25), "the scheme of the initial slopes"),
  },
  parameters: (input, { shared, init }) => ({ slope: { shape: shared ? [1] : input.slice(-1), init } }),
  // At 0, where both meet, the slope is a, since a tie goes to the second operand. a: [channels] or [1]
  forward: (x, { parameter }) => x.maximum(0).add(number(0).minimum(x).mul(parameter("slope"))),
});
