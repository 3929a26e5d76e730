import { defineInitializer, normalValues } from "../initializer.ts";

export const gaussian = defineInitializer({
  name: "gaussian",
  summary: "N(0, 1/n_in), the second number being the standard deviation: too small for deep networks, signals fade.",
  source: "the rule of thumb N(0, 1/n)",
  section: "initialization",
  formula: "w ~ N(0, σ), σ = 1/n_in",
  use: "To see signals vanish: evenkeel compare initialization.",
  avoid:
    "Everywhere else: at each layer the standard deviation of signals shrinks √n_in-fold, 28-fold at 784 inputs. Where the 1/n of N(0, 1/n) is a variance, as is common, the scheme is lecunNormal(), which keeps signals in range.",
  example: "gaussian()",
  options: {},
  draw: (context) => normalValues(context, 1 / context.fanIn),
});
