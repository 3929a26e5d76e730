import type { Shape } from "../graph/shape.ts";
import { constant, input } from "../graph/tensor.ts";
import type { BuiltLayer } from "./layer.ts";
import { layerContext } from "./layer-context.ts";
import { variablesOf } from "./leaves.ts";

/** The output shape of each inner layer, by its path, in the order in which they run. */
export function outputsOf({ parameters, state, forward }: BuiltLayer, inputShape: Shape): Map<string, Shape> {
  const outputs = new Map<string, Shape>();
  forward(
    input("inputs", [1, ...inputShape]),
    layerContext({
      training: false,
      parameters: variablesOf(parameters),
      state: variablesOf(state),
      key: constant(0),
      onOutput: (path, output) => {
        outputs.set(path, output.shape.slice(1));
        return undefined;
      },
    }),
  );
  return outputs;
}
