import * as v from "valibot";
import type { Shape } from "../graph/shape.ts";
import type { Tensor } from "../graph/tensor.ts";
import { custom, resolveOptions } from "../options.ts";
import { isInstance } from "../trick/instance.ts";
import { type Instance, instantiate, type Trick } from "../trick.ts";
import { type BuiltLayer, buildInner, forwardInner, type Layer, type LayerContext, partsOf } from "./layer.ts";

export function isLayer(value: unknown): value is Layer {
  return isInstance(value) && "build" in value;
}

const definition = {
  name: "sequential",
  summary: "Layers one after another.",
  source: "by definition",
  section: "layers",
  formula: "y = fₙ(… f₂(f₁(x)))",
  use: "Every model, and every block of one: a sequential is a layer itself.",
  avoid: "Branches that meet again: residual() has a sum in it.",
  example: "sequential([flatten(), dense(64), relu(), dense(10)])",
  options: {
    layers: custom(v.array(v.custom<Layer>(isLayer)), undefined, "a list of layers", "the layers in order", ["layers"]),
  },
} satisfies Trick;

/** `sequential([flatten(), dense(10)])`; itself a layer, so that models nest. */
export const sequential = Object.assign(
  (layers: readonly Layer[]): Layer => {
    const values = resolveOptions("sequential", definition.options, { layers });
    return instantiate(definition as unknown as Trick, values as Instance["values"], {
      build: (input: Shape) => buildSequence(values.layers, input),
    });
  },
  { definition },
);

function buildSequence(layers: readonly Layer[], input: Shape): BuiltLayer {
  let outputShape = input;
  const parts = layers.map((layer, i) => {
    const name = `${i}.${layer.name}`;
    const part = { name, built: buildInner(name, layer, outputShape) };
    outputShape = part.built.outputShape;
    return part;
  });
  return {
    outputShape,
    ...partsOf(parts),
    forward: (x: Tensor, context: LayerContext) =>
      parts.reduce((signal, { name, built }) => forwardInner(name, built, signal, context), x),
  };
}
