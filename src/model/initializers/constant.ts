import { sizeOf } from "../../graph/shape.ts";
import { real } from "../../options.ts";
import { defineInitializer } from "../initializer.ts";

export const constant = defineInitializer({
  name: "constant",
  summary: "One number everywhere: for biases that should start away from 0.",
  source: "by definition",
  section: "initialization",
  formula: "w = c",
  use: "Parameters of a layer of your own that should start at a known number, such as the slope 0.25 of a PReLU, or the bias log(p / (1 − p)) of a class of share p.",
  avoid: "Kernels: units that begin equal get the same gradients and stay equal.",
  example: "constant(0.25)",
  options: { value: real(0, "the number") },
  positional: ["value"],
  draw: ({ shape }, { value }) => new Float32Array(sizeOf(shape)).fill(value),
});
