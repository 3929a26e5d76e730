import type { BuiltLayer, LayerContext } from "../../model/layer.ts";

/** The same layers without dropout and other noise, also in training; normalizations go by the batch as before. */
export function calm(model: BuiltLayer): BuiltLayer {
  return { ...model, forward: (x, context) => model.forward(x, withoutNoise(context)) };
}

function withoutNoise(context: LayerContext): LayerContext {
  return { ...context, training: false, inner: (...args) => withoutNoise(context.inner(...args)) };
}
