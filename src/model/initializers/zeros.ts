import { sizeOf } from "../../graph/shape.ts";
import { defineInitializer } from "../initializer.ts";

export const zeros = defineInitializer({
  name: "zeros",
  summary: "0 everywhere: for biases and shifts, never for kernels, whose units would all stay alike.",
  source: "by definition",
  options: {},
  draw: ({ shape }) => new Float32Array(sizeOf(shape)),
});
