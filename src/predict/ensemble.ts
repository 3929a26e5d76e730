import { apart, inverse, joined } from "../data/joined-scales.ts";
import { type LinearScale, UNSCALED } from "../data/scaling.ts";
import { meaningOf } from "../data/table/features-of.ts";
import { usageError } from "../errors.ts";
import { prefixed, withPrefix } from "../formats/evenkeel-file.ts";
import { ensemble as ensembleLayer, memberName, memberScales } from "../model/layers/ensemble.ts";
import { show } from "../options/show.ts";
import { refused, type ValuesOf } from "../options.ts";
import { expectTrained } from "./expect-trained.ts";
import { TrainedModel } from "./trained-model.ts";

/**
 * Several trained models as one, which predicts their mean and is saved as one file:
 * `ensemble(runs.map((run) => run.model))`. Classifiers average their probabilities, and give the logits of the mean; other
 * models average their outputs, and so do those of several outputs, logits among them. Members may be of different architectures and scale their inputs in different ways. Members
 * that were trained with a table fill missing numbers with the medians of the first one.
 * @param models at least one, all with inputs, outputs and classes as the first.
 * @throws a usage error for no members, and for members of other inputs, outputs or classes than the first.
 * @example
 * const together = ensemble(runs.map((run) => run.model));
 * console.log(await evaluate(together, data.test));
 */
export function ensemble(models: readonly TrainedModel[]): TrainedModel;
export function ensemble(models: readonly TrainedModel[], ...more: readonly unknown[]): TrainedModel {
  const expected = "a list of trained models";
  const fix = "Put all models into one list: ensemble([a, b]).";
  if ((models as unknown) instanceof TrainedModel)
    throw usageError({ where: "ensemble", expected, received: "a trained model", fix });
  if (!Array.isArray(models)) throw refused("ensemble", expected, models);
  if (more.length > 0)
    throw usageError({
      where: "ensemble",
      expected: `${expected} alone`,
      received: `${show(more[0])} after it`,
      fix: more.every((one) => one instanceof TrainedModel) ? fix : "Leave it out: all follows from the models.",
    });
  models.forEach((model, i) => {
    expectTrained(`ensemble: member ${i + 1}`, model);
  });
  expectSameFacts(models);
  const [model]: readonly TrainedModel[] = models;
  const targetScales = models.map(({ parts }) => parts.targetScale ?? UNSCALED);
  const outputScales = targetScales.map((scale) =>
    JSON.stringify(scale) === JSON.stringify(targetScales[0]) ? UNSCALED : joined(inverse(scale), targetScales[0]),
  );
  const { common, own } = apart(models.map(({ parts }) => parts.scale));
  const members = models.map(({ parts }) => parts.layer);
  return new TrainedModel({
    ...model.parts,
    layer: ensembleLayer({
      members,
      scales: own,
      ...(outputScales.every((scale) => scale === UNSCALED) ? {} : { outputScales }),
      average: AVERAGES[model.predictions ?? "none"],
    }),
    scale: common,
    weights: Object.assign(
      {},
      memberScales({ scales: own, outputScales }),
      ...models.map(({ parts }, i) => prefixed(`${memberName(i, members[i])}/`, parts.weights)),
    ),
  });
}

const AVERAGES = { softmax: "probabilities", sigmoid: "sigmoids", none: "outputs" } as const;

/**
 * The members of an ensemble as models of their own; undefined for another model.
 * @throws a usage error for what is not a trained model.
 * @example
 * for (const member of ensembleMembers(run.model) ?? []) console.log(member.parameterCount);
 */
export function ensembleMembers(model: TrainedModel): TrainedModel[] | undefined {
  expectTrained("ensembleMembers", model);
  const { parts } = model;
  const { name, options } = ensembleLayer.definition;
  if (parts.layer.name !== name) return undefined;
  const { members, scales, outputScales } = parts.layer.values as ValuesOf<typeof options>;
  return members.map((layer, i) => {
    return new TrainedModel({
      ...parts,
      layer,
      scale: joined(parts.scale, scales?.[i] ?? UNSCALED),
      targetScale: orNone(joined(parts.targetScale ?? UNSCALED, inverse(outputScales?.[i] ?? UNSCALED))),
      weights: withPrefix(`${memberName(i, layer)}/`, parts.weights),
    });
  });
}

function orNone(scale: LinearScale): LinearScale | undefined {
  return scale.subtract === 0 && scale.multiply === 1 ? undefined : scale;
}

const OUTPUTS = { softmax: "logits", sigmoid: "logits of yes or no", none: "values" };

function expectSameFacts(models: readonly TrainedModel[]): void {
  if (models.length === 0) throw usageError({ where: "ensemble", expected: "at least one model", received: "none" });
  const facts = ({ outputShape, predictions, parts: { inputShape, classes, layer } }: TrainedModel) =>
    [
      `inputs [${inputShape}]`,
      `${OUTPUTS[predictions ?? "none"]} [${outputShape}]`,
      ...(layer.build(inputShape).outputs ?? []).map(({ name, shape }) => `output ${name} [${shape}]`),
      ...(classes === undefined ? [] : [`classes ${classes}`]),
    ].join(", ");
  const expected = facts(models[0]);
  models.forEach((model, i) => {
    if (facts(model) !== expected)
      throw usageError({
        where: `ensemble: member ${i + 1}`,
        expected: `${expected}, as member 1`,
        received: facts(model),
      });
    if (meaning(model) !== meaning(models[0]))
      throw usageError({
        where: `ensemble: member ${i + 1}`,
        expected: "the columns of the table that member 1 was trained with, with the same categories in the same order",
        received: model.columns === undefined ? "a model without columns" : "others",
        fix: "Predict with each member by itself, and take the mean.",
      });
  });
}

/** What the features of a model stand for. */
function meaning({ columns }: TrainedModel): string {
  return JSON.stringify(columns && meaningOf(columns)) ?? "";
}
