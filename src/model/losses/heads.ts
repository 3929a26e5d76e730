import * as v from "valibot";
import { placesOf, type TargetPart } from "../../data/layout.ts";
import { partOfScale, rowScale } from "../../data/row-scale.ts";
import { UNSCALED } from "../../data/scaling.ts";
import { usageError } from "../../errors.ts";
import { sizeOf } from "../../graph/shape.ts";
import { sumOf, type Tensor } from "../../graph/tensor.ts";
import { custom } from "../../options.ts";
import { isInstance } from "../../trick/instance.ts";
import { concatenate } from "../blocks/concatenate.ts";
import { type HeadPlace, headPlace } from "../heads/head-place.ts";
import { headTask } from "../heads/head-task.ts";
import { toldAlone } from "../heads/told-alone.ts";
import type { Packed } from "../layer.ts";
import { defineLoss, type HeadLoss, type Loss } from "../loss.ts";
import { ofHead } from "../metrics/of-head.ts";
import { PROBABILITIES } from "../output-meaning.ts";

/** An output, its loss, and how much that counts: 1 if left out. */
type Row = readonly [name: string, loss: Loss, weight?: number];

const isLoss = (value: unknown) => isInstance(value) && "targetKind" in value && !("heads" in value);
const row = v.union([
  v.strictTuple([v.pipe(v.string(), v.nonEmpty()), v.custom<Loss>(isLoss)]),
  v.strictTuple([
    v.pipe(v.string(), v.nonEmpty()),
    v.custom<Loss>(isLoss),
    v.pipe(v.number(), v.finite(), v.minValue(0)),
  ]),
]);

const described = defineLoss({
  name: "heads",
  summary: "A loss for each output of a model with several, added up with weights.",
  source: "Caruana 1997, Multitask learning",
  section: "losses",
  formula: "L = Σₕ wₕ · Lₕ(xₕ, yₕ)",
  use: 'Models that say several things at once, such as a species and an age: the layers that they share learn from both. Outputs are those that a graph names, targets those of the same names in the data: arrays({ inputs, labels: { species }, targets: { age } }). Each loss is reported beside the sum, as species.loss, and each output has the usual metrics, such as species.accuracy; metrics of your own are given as ofHead("age", meanAbsoluteError()).',
  avoid:
    'Losses of different size without weights: the largest decides. Real targets are standardized for training, each output by itself, unless targetScaling is "none"; then give them with a standard deviation of about 1. Where a loss weights classes, its mean over an epoch weights batches by their size alone.',
  example: 'heads([["species", crossEntropy()], ["age", meanSquaredError(), 0.5]])',
  targetKind: "values",
  options: {
    losses: custom<readonly Row[]>(
      v.pipe(v.array(row), v.minLength(1)) as unknown as v.GenericSchema<unknown, readonly Row[]>,
      undefined,
      'a list of ["output", loss] or ["output", loss, weight], with weights of at least 0',
      "the loss of each output by its name, and its weight in the sum, 1 by default",
      ["losses"],
    ),
  },
  positional: ["losses"],
  compute(): never {
    throw toldAlone("heads", "the loss alone");
  },
});

export const heads: typeof described = Object.assign(
  (...args: Parameters<typeof described>): Loss => {
    const loss = described(...args);
    const { losses } = loss.values as unknown as { losses: readonly Row[] };
    expectDifferent(losses.map(([name]) => name));
    const of = losses.map(([name, own, weight = 1]): HeadLoss => ({ name, loss: own, weight }));
    return withPlaces(loss, of, undefined, []);
  },
  { definition: described.definition },
);

/** The loss, which can be computed once it knows where outputs and targets lie. */
function withPlaces(
  loss: Loss,
  of: readonly HeadLoss[],
  places: readonly HeadPlace[] | undefined,
  targets: readonly TargetPart[],
): Loss {
  const parts = (places ?? []).map((place, i) => ({ ...place, ...of[i] }));
  const each = (output: Tensor, target: Tensor, weights?: Tensor) =>
    parts.map((head) => head.loss.compute(head.output(output), head.target(target), weights).reshape([]));
  const total = (output: Tensor, target: Tensor, weights?: Tensor) =>
    sumOf(each(output, target, weights).map((value, i) => value.mul(parts[i].weight))); // Σ wₕ Lₕ
  return {
    ...loss,
    compute: places === undefined ? loss.compute : total,
    takesWeights: of.every((head) => head.loss.takesWeights === true),
    weight: (_output, _target, weights) => weights?.sum(),
    heads: {
      of,
      bound(outputs, targets) {
        const found = of.map((head) => headPlace("heads", head.name, outputs, targets));
        expectAll(of, outputs ?? []);
        return withPlaces(loss, of, found, targets ?? []);
      },
      tasks: (places ?? []).map((place, i) => headTask(place, of[i].loss)),
      scaleOfTargets: (scale) => {
        const scales = targets.map(({ name }) => {
          const head = parts.find((part) => part.name === name);
          return head === undefined || head.size !== head.targets.size ? UNSCALED : partOfScale(scale, head);
        });
        return rowScale(scales, placesOf(targets));
      },
      predicted(output) {
        const inOrder = [...parts].sort((a, b) => a.start - b.start);
        return concatenate(
          inOrder.map((head) => flat(meaningOf(head.loss)(head.output(output)))),
          0,
        );
      },
      each(output, target, weights) {
        const values = each(output, target, weights);
        return Object.fromEntries(parts.map(({ name }, i) => [`${name}.loss`, values[i]]));
      },
      metrics: (usual) =>
        parts.flatMap((head) => usual({ ...head, outputs: head.size }).map((metric) => ofHead(head.name, metric))),
    },
  };
}

/** What makes predictions of an output: probabilities, where its loss takes logits. */
function meaningOf({ predictions }: Loss): (output: Tensor) => Tensor {
  return predictions === undefined ? (output) => output : PROBABILITIES[predictions];
}

/** [batch, …] → [batch, numbers of one sample] */
function flat(x: Tensor): Tensor {
  return x.reshape([x.shape[0], sizeOf(x.shape.slice(1))]);
}

/** @throws a usage error for an output that has no loss. */
function expectAll(of: readonly HeadLoss[], outputs: readonly Packed[]): void {
  const left = outputs.find(({ name }) => of.every((head) => head.name !== name));
  if (left === undefined) return;
  throw usageError({
    where: "heads",
    expected: `a loss for each output of the model, ${outputs.map(({ name }) => name).join(", ")}`,
    received: `none for ${left.name}`,
    fix: `Add ["${left.name}", …], or leave the output out.`,
  });
}

function expectDifferent(names: readonly string[]): void {
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice === undefined) return;
  throw usageError({ where: "heads: losses", expected: "each output once", received: `${twice} twice` });
}
