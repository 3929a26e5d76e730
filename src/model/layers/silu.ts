import { defineLayer } from "../layer.ts";

export const silu = defineLayer({
  name: "silu",
  summary: "x · σ(x), also called swish: a smooth ReLU that dips below 0.",
  source: "Elfwing, Uchibe and Doya 2018, equation 1",
  options: {},
  forward: (x) => x.mul(x.sigmoid()),
});
