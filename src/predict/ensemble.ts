import * as v from "valibot";
import { usageError } from "../errors.ts";
import type { Shape } from "../graph/shape.ts";
import { sumOf, type Tensor } from "../graph/tensor.ts";
import { scaled } from "../model/apply-scale.ts";
import { type BuiltLayer, buildInner, forwardInner, type Layer, type LayerContext, partsOf } from "../model/layer.ts";
import { isLayer } from "../model/sequential.ts";
import { custom, oneOf, refused, resolveOptions, type ValuesOf } from "../options.ts";
import { type Instance, instantiate, type Trick } from "../trick.ts";
import { expectTrained } from "./expect-trained.ts";
import { TrainedModel } from "./trained-model.ts";

const definition = {
  name: "ensemble",
  summary: "Several trained models that predict as one: the mean of their probabilities, or of their outputs.",
  source: "Hansen and Salamon 1990, Neural network ensembles; Breiman 1996, Bagging predictors",
  section: "overfitting",
  formula: "p(y | x) = 1/K · Σₖ pₖ(y | x)",
  use: "Where accuracy is worth K times the memory and time: members that differ (other seeds, other folds, snapshots of one run) make different mistakes, which average out. Its log loss is never above the mean of its members'.",
  avoid: "Where one model must be small or fast: averageWeights and swa cost nothing to predict with.",
  example: "ensemble(models)",
  options: {
    members: custom(v.array(v.custom<Layer>(isLayer)), undefined, "a list of models", "the members", ["layers"]),
    scales: custom(
      v.array(v.object({ subtract: v.number(), multiply: v.number() })),
      undefined,
      "a list of { subtract, multiply }",
      "how each member's inputs are scaled",
    ),
    average: oneOf(
      ["probabilities", "sigmoids", "outputs"],
      "probabilities",
      "what is averaged: probabilities of classes (softmax), of each output by itself (sigmoids), or outputs",
    ),
  },
} satisfies Trick;

/**
 * Several trained models as one, which predicts their mean and is saved as one file:
 * `ensemble(runs.map((run) => run.model))`. Classifiers average their probabilities, and give the logits of the mean; other
 * models average their outputs. Members may be of different architectures, and scale their inputs each in
 * its own way.
 * @throws a usage error for no members, and for members of other inputs, outputs or classes than the first.
 */
export const ensemble = Object.assign(
  (models: readonly TrainedModel[]): TrainedModel => {
    if (!Array.isArray(models)) throw refused("ensemble", "a list of trained models", models);
    models.forEach((model, i) => {
      expectTrained(`ensemble: member ${i + 1}`, model);
    });
    checkAlike(models);
    const [model]: readonly TrainedModel[] = models;
    const first = model.parts;
    return new TrainedModel({
      ...first,
      layer: ensembleLayer({
        members: models.map(({ parts }) => parts.layer),
        scales: models.map(({ parts: { scale } }) => ({ ...scale, subtract: scale.subtract - first.scale.subtract })),
        average: AVERAGES[model.predictions ?? "none"],
      }),
      scale: { subtract: first.scale.subtract, multiply: 1 }, // taken off in float64; members subtract what is left
      weights: Object.assign({}, ...models.map(({ parts }, i) => underMember(i, parts.layer, parts.weights))),
    });
  },
  { definition },
);

const AVERAGES = { softmax: "probabilities", sigmoid: "sigmoids", none: "outputs" } as const;

type Values = ValuesOf<typeof definition.options>;

/** The layer of an ensemble, as it stands in saved models. */
export function ensembleLayer(given: object): Layer {
  const values = resolveOptions(definition.name, definition.options, given) as Values;
  const { members, scales } = values;
  if (members.length === 0 || members.length !== scales.length)
    throw usageError({
      where: "ensemble",
      expected: "at least one member, and a scale for each",
      received: `${members.length} members and ${scales.length} scales`,
    });
  return instantiate(definition as unknown as Trick, values as Instance["values"], {
    build: (input: Shape) => build(values, input),
  });
}

function build({ members, scales, average }: Values, input: Shape): BuiltLayer {
  const parts = members.map((layer, i) => {
    const name = memberName(i, layer);
    return { name, built: buildInner(name, layer, input), scale: scales[i] };
  });
  return {
    outputShape: parts[0].built.outputShape,
    ...partsOf(parts),
    forward(x: Tensor, context: LayerContext) {
      const outputs = parts.map(({ name, built, scale }) => forwardInner(name, built, scaled(x, scale), context));
      return mean[average](outputs);
    },
  };
}

/** The mean of what models of each kind predict, as an output of their kind. */
const mean: Record<Values["average"], (outputs: readonly Tensor[]) => Tensor> = {
  outputs: meanOf,
  probabilities: (outputs) => logMean(outputs.map((logits) => logits.logSoftmax())),
  // log p − log(1 − p) of p = mean σ(x), where log σ(x) = −log(1 + e⁻ˣ) and 1 − σ(x) = σ(−x)
  sigmoids: (outputs) => logMean(outputs.map(logSigmoid)).sub(logMean(outputs.map((logit) => logSigmoid(logit.neg())))),
};

const logSigmoid = (logit: Tensor) => logit.neg().softplus().neg();

/** log(1/K · Σ e^l), shifted by the largest so that nothing is lost. */
function logMean(logs: readonly Tensor[]): Tensor {
  const largest = logs.reduce((max, log) => max.maximum(log)).stopGradient();
  return meanOf(logs.map((log) => log.sub(largest).exp()))
    .log()
    .add(largest);
}

function meanOf(tensors: readonly Tensor[]): Tensor {
  return sumOf(tensors).div(tensors.length);
}

/** The members of an ensemble as models of their own; undefined for another model. */
export function ensembleMembers(model: TrainedModel): TrainedModel[] | undefined {
  expectTrained("ensembleMembers", model);
  const { parts } = model;
  if (parts.layer.name !== definition.name) return undefined;
  const { members, scales } = parts.layer.values as unknown as Values;
  return members.map((layer, i) => {
    const prefix = `${memberName(i, layer)}/`;
    const weights = Object.fromEntries(
      Object.entries(parts.weights).flatMap(([name, data]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), data]] : [],
      ),
    );
    const scale = { ...scales[i], subtract: scales[i].subtract + parts.scale.subtract };
    return new TrainedModel({ ...parts, layer, scale, weights });
  });
}

function memberName(i: number, layer: Layer): string {
  return `${i}.${layer.name}`;
}

function underMember<T>(i: number, layer: Layer, weights: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(weights).map(([name, data]) => [`${memberName(i, layer)}/${name}`, data]));
}

const OUTPUTS = { softmax: "logits", sigmoid: "logits of yes or no", none: "values" };

function checkAlike(models: readonly TrainedModel[]): void {
  if (models.length === 0) throw usageError({ where: "ensemble", expected: "at least one model", received: "none" });
  const facts = ({ outputShape, predictions, parts: { inputShape, classes } }: TrainedModel) =>
    `inputs [${inputShape}], ${OUTPUTS[predictions ?? "none"]} [${outputShape}]${classes === undefined ? "" : `, classes ${classes}`}`;
  const expected = facts(models[0]);
  models.forEach((model, i) => {
    if (facts(model) !== expected)
      throw usageError({
        where: `ensemble: member ${i + 1}`,
        expected: `${expected}, as member 1`,
        received: facts(model),
      });
  });
}
