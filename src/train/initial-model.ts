import * as v from "valibot";
import { UNSCALED } from "../data/scaling.ts";
import type { Shape } from "../graph/shape.ts";
import { expectLayer } from "../model/checks/expect-layer.ts";
import type { Layer } from "../model/layer.ts";
import type { Loss } from "../model/loss.ts";
import { expectShape } from "../options/expect-array.ts";
import { type Checks, count, custom, instanceOption, optional, resolveOptions } from "../options.ts";
import { TrainedModel } from "../predict/trained-model.ts";
import { drawnWeights } from "./prepare/drawn-weights.ts";

/** What is known of a model that was not trained here. */
export interface InitialModelOptions {
  /** The seed of its weights. 1 by default. */
  seed?: number | undefined;
  /** Its loss, which says what outputs mean: with crossEntropy() predictions are probabilities. By default outputs are as they are. */
  loss?: Loss | undefined;
  /** The names of the classes, in the order of the outputs. None by default. */
  classes?: readonly string[] | undefined;
}

export const initialOptions = {
  seed: count(1, "the seed of its weights", 0),
  loss: optional(instanceOption<Loss>("losses")),
  classes: optional(custom(v.array(v.string()), undefined, "a list of names")),
} satisfies Checks<InitialModelOptions>;

/**
 * A model with initial weights that predicts, for weights that were trained elsewhere: `await model.load(weights)`. It takes
 * inputs as they are; a rescaling that they need is a matter of the caller.
 * @param inputShape the shape of one sample, without the batch; images are [height, width, channels].
 * @throws what a layer throws if the shape does not fit it.
 * @example
 * const model = initialModel(mlp(), [28, 28, 1], { loss: crossEntropy() });
 * await model.load(await importWeights("mlp.safetensors", { layout: "pytorch" }), { strict: true });
 */
export function initialModel(layer: Layer, inputShape: Shape, options: InitialModelOptions = {}): TrainedModel {
  expectLayer("initialModel: layer", layer);
  expectShape("initialModel: inputShape", inputShape);
  const { seed, loss, classes } = resolveOptions("initialModel", initialOptions, options);
  const predictions = loss?.predictions;
  const weights = drawnWeights(layer.build(inputShape), seed);
  const logits = predictions !== undefined;
  return new TrainedModel({ layer, inputShape, scale: UNSCALED, weights, loss, classes, logits, predictions });
}
