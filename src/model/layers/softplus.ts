import { defineLayer } from "../layer.ts";
import { logOnePlusExp } from "../log-one-plus-exp.ts";

export const softplus = defineLayer({
  name: "softplus",
  summary: "log(1 + eˣ): a smooth ReLU that is always positive.",
  source: "Dugas et al. 2001",
  options: {},
  forward: (x) => logOnePlusExp(x),
});
