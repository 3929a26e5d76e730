import { unit } from "../../options.ts";
import { defineLayer } from "../layer.ts";

export const leakyRelu = defineLayer({
  name: "leakyRelu",
  summary: "max(x, slope · x): what is negative passes too, made small, so that no unit stops learning.",
  source: "Maas, Hannun and Ng 2013",
  options: { slope: unit(0.01, "what negative numbers are multiplied by") },
  positional: ["slope"],
  forward: (x, _, { slope }) => x.maximum(x.mul(slope)),
});
