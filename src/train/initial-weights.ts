import type { NumberArray, Values } from "../data/samples.ts";
import type { Shape } from "../graph/shape.ts";
import { expectLayer } from "../model/checks/expect-layer.ts";
import type { Layer } from "../model/layer.ts";
import { expectShape } from "../options/expect-array.ts";
import { type Checks, count, resolveOptions } from "../options.ts";
import { drawnWeights } from "./prepare/drawn-weights.ts";

/** How weights are drawn. */
export interface InitialOptions {
  /** The seed of `train`. 1 by default. */
  seed?: number | undefined;
}

export const initialOptions = { seed: count(1, "the seed of train", 0) } satisfies Checks<InitialOptions>;

/**
 * The parameters and statistics that `train` begins with under a seed, by name. (What lsuv draws is scaled by the data only when
 * training begins.)
 * @param inputShape the shape of one sample, without the batch.
 * @throws what a layer throws if the shape does not fit it.
 * @example
 * const weights = initialWeights(mlp(), [28, 28, 1], { seed: 1 });
 * console.log(weights["1.dense/kernel"].shape); // [784, 256]
 */
export function initialWeights(model: Layer, inputShape: Shape, options: InitialOptions = {}): Record<string, Values> {
  expectLayer("initialWeights: model", model);
  expectShape("initialWeights: inputShape", inputShape);
  const { seed } = resolveOptions("initialWeights", initialOptions, options);
  const built = model.build(inputShape);
  const shapes = { ...built.parameters, ...built.state };
  const drawn = Object.entries(drawnWeights(built, seed));
  return Object.fromEntries(
    drawn.map(([name, data]) => [name, { shape: shapes[name].shape, data: data as NumberArray }]),
  );
}
