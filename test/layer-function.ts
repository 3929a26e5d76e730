import { filled, type Tensor } from "../src/graph/tensor.ts";
import type { Layer } from "../src/model/layer.ts";
import { layerContext } from "../src/model/layer-context.ts";

/** A layer as a function of its input, its parameters and its statistics, in this order; masks are the same at each call. */
export function layerFunction(layer: Layer, { training }: { training: boolean }): (...tensors: Tensor[]) => Tensor {
  return (x, ...rest) => {
    const { parameters, state, forward } = layer.build(x.shape.slice(1));
    const [weights, statistics] = [Object.keys(parameters), Object.keys(state)];
    const byName = (names: readonly string[], tensors: readonly Tensor[]) =>
      Object.fromEntries(names.map((name, i) => [name, tensors[i]]));
    return forward(
      x,
      layerContext({
        training,
        parameters: byName(weights, rest),
        state: byName(statistics, rest.slice(weights.length)),
        key: filled([3], 1),
      }),
    );
  };
}
