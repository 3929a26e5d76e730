import { positive } from "../../options.ts";
import { defineInitializer, uniformValues } from "../initializer.ts";

export const uniform = defineInitializer({
  name: "uniform",
  summary: "U[−bound, bound], whatever the size of the layer.",
  source: "by definition; the default bound is that of Keras, RandomUniform",
  section: "initialization",
  formula: "w ~ U[−b, b]",
  use: "Embeddings, shallow networks, and to repeat results of older texts.",
  avoid:
    "Deep networks, where the bound has to follow the number of inputs: the default of 0.05 has a standard deviation of 0.029, right for tanh layers of 1,200 inputs only. glorotUniform() and heUniform() depend on the size.",
  example: "uniform(0.05)",
  options: { bound: positive(0.05, "the largest absolute value of a weight") },
  positional: ["bound"],
  draw: (context, { bound }) => uniformValues(context, bound),
});
