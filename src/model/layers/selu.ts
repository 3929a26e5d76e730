import { defineLayer } from "../layer.ts";
import { SELU_ALPHA, SELU_SCALE } from "../selu-constants.ts";

export const selu = defineLayer({
  name: "selu",
  summary:
    "An ELU scaled so that signals stay near mean 0 and variance 1 by themselves; initialise with lecunNormal().",
  source: "Klambauer et al. 2017, equation 2",
  options: {},
  forward(x) {
    const curved = x.minimum(0).exp().sub(1).mul(SELU_ALPHA); // α(eˣ − 1)
    return x.less(0).where(curved, x).mul(SELU_SCALE);
  },
});
