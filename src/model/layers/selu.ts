import { defineLayer } from "../layer.ts";

/** The two numbers for which mean 0 and variance 1 are a fixed point. */
const ALPHA = 1.6732632423543772;
const SCALE = 1.0507009873554805;

export const selu = defineLayer({
  name: "selu",
  summary:
    "An ELU scaled so that signals stay near mean 0 and variance 1 by themselves; initialise with lecunNormal().",
  source: "Klambauer et al. 2017, equation 2",
  options: {},
  forward(x) {
    const curved = x.minimum(0).exp().sub(1).mul(ALPHA); // α(eˣ − 1)
    return x.less(0).where(curved, x).mul(SCALE);
  },
});
