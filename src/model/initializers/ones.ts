import { sizeOf } from "../../graph/shape.ts";
import { defineInitializer } from "../initializer.ts";

export const ones = defineInitializer({
  name: "ones",
  summary: "1 everywhere: for the scales of normalization layers.",
  source: "by definition",
  options: {},
  draw: ({ shape }) => new Float32Array(sizeOf(shape)).fill(1),
});
