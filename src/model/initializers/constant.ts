import { sizeOf } from "../../graph/shape.ts";
import { real } from "../../options.ts";
import { defineInitializer } from "../initializer.ts";

export const constant = defineInitializer({
  name: "constant",
  summary: "One number everywhere: for biases that should start away from 0.",
  source: "by definition",
  options: { value: real(0, "the number") },
  positional: ["value"],
  draw: ({ shape }, { value }) => new Float32Array(sizeOf(shape)).fill(value),
});
