import * as v from "valibot";
import { custom } from "../../options.ts";
import { buildInner, forwardInner, partsOf } from "../inner-layer.ts";
import { defineLayer, isLayer, type Layer } from "../layer.ts";

export const sequential = defineLayer({
  name: "sequential",
  summary: "Layers one after another.",
  source: "by definition",
  section: "layers",
  formula: "y = fₙ(… f₂(f₁(x)))",
  use: "Every model, and every block of a model: a sequential is itself a layer.",
  avoid: "Branches that meet again: residual() adds them, parallel() concatenates them.",
  example: "sequential([flatten(), dense(64), relu(), dense(10)])",
  options: {
    layers: custom<readonly Layer[]>(
      v.array(v.custom<Layer>(isLayer)),
      undefined,
      "a list of layers",
      "the layers in order",
      ["layers"],
    ),
  },
  positional: ["layers"],
  build(input, { layers }) {
    let outputShape = input;
    const parts = layers.map((layer, i) => {
      const name = `${i}.${layer.name}`;
      const built = buildInner(name, layer, outputShape);
      outputShape = built.outputShape;
      return { name, built };
    });
    const outputs = parts.at(-1)?.built.outputs;
    return {
      outputShape,
      ...partsOf(parts),
      ...(outputs === undefined ? {} : { outputs }),
      forward: (x, context) => parts.reduce((signal, { name, built }) => forwardInner(name, built, signal, context), x),
    };
  },
});
