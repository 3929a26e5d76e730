import { sizeOf } from "../../graph/shape.ts";
import { defineInitializer } from "../initializer.ts";

export const ones = defineInitializer({
  name: "ones",
  summary: "1 everywhere: for the scales of normalization layers.",
  source: "by definition",
  section: "initialization",
  formula: "w = 1",
  use: "The scales of normalization layers, which then change nothing at first.",
  avoid: "Kernels: all units stay equal, and a sum over n inputs is n times as large as their mean.",
  example: "ones()",
  options: {},
  draw: ({ shape }) => new Float32Array(sizeOf(shape)).fill(1),
});
