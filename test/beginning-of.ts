import { createProgram } from "../src/graph/program.ts";
import { input, type Tensor, variable } from "../src/graph/tensor.ts";
import { reachable } from "../src/graph/walk.ts";
import type { Layer } from "../src/model/layer.ts";
import { layerContext } from "../src/model/layer-context.ts";
import { drawnWeights } from "../src/train/prepare/drawn-weights.ts";

/** The first kernels of a model, in order; a normalized one as its direction. */
export function kernelsOf(model: Layer, shape: readonly number[]): Float32Array[] {
  return Object.entries(drawnWeights(model.build(shape), 1)).flatMap(([name, values]) =>
    /(kernel|kernel\/direction)$/.test(name) ? [values as Float32Array] : [],
  );
}

/** The streams from which a model draws its masks in a step, in the order in which it uses them; without those of a layer beside it. */
export function masksOf(model: Layer, shape: readonly number[], beside?: Layer): number[] {
  const built = model.build(shape);
  const variables = (specs: typeof built.parameters): Record<string, Tensor> =>
    Object.fromEntries(Object.entries(specs).map(([name, { shape }]) => [name, variable(name, shape)]));
  const context = layerContext({
    training: true,
    parameters: variables(built.parameters),
    state: variables(built.state),
    key: input("key", [3], "uint32"),
  });
  const x = input("x", [2, ...shape]);
  const changed = beside?.build(shape).forward(x, context.inner("augment", { beside: true })) ?? x;
  const { outputs } = createProgram({ output: built.forward(changed, context) });
  const drawn = streamsOf(changed);
  return streamsOf(outputs.output).filter((stream) => !drawn.includes(stream));
}

/** The streams from which something is drawn, in the order in which they are used. */
export function streamsOf(tensor: Tensor): number[] {
  return reachable([tensor]).flatMap((node) =>
    node.primitive === "random" ? [(node as Tensor<"random">).attributes.stream] : [],
  );
}
