import { sizeOf } from "../../graph/shape.ts";
import { defineInitializer } from "../initializer.ts";

export const zeros = defineInitializer({
  name: "zeros",
  summary: "0 everywhere: for biases and shifts, never for kernels, whose units would all stay alike.",
  source: "by definition",
  section: "initialization",
  formula: "w = 0",
  use: "Biases, the shifts of normalization layers, and the last scale or kernel of a residual block, which then begins as the identity.",
  avoid:
    "Kernels: units that begin alike stay alike. With all of them 0 under tanh or ReLU, nothing but the last bias learns.",
  example: "zeros()",
  options: {},
  draw: ({ shape }) => new Float32Array(sizeOf(shape)),
});
