import { positive } from "../../options.ts";
import { defineInitializer, uniformValues } from "../initializer.ts";

export const uniform = defineInitializer({
  name: "uniform",
  summary: "U[−bound, bound], whatever the size of the layer.",
  source: "by definition; the default bound is that of Keras, RandomUniform",
  options: { bound: positive(0.05, "the largest size of a weight") },
  positional: ["bound"],
  draw: (context, { bound }) => uniformValues(context, bound),
});
