import { sizeOf } from "../../graph/shape.ts";
import { defineInitializer } from "../initializer.ts";

export const zeros = defineInitializer({
  name: "zeros",
  summary: "0 everywhere: for biases and shifts, never for kernels, whose units would all stay equal.",
  source: "by definition",
  section: "initialization",
  formula: "w = 0",
  use: "Biases, the shifts of normalization layers, and the last scale or kernel of a residual block, which then begins as the identity.",
  avoid:
    "Kernels: units that begin equal stay equal. If all kernels are 0, only the last bias learns under tanh or ReLU.",
  example: "zeros()",
  options: {},
  draw: ({ shape }) => new Float32Array(sizeOf(shape)),
});
