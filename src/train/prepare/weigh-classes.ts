import { type Dataset, type NumberArray, sampleCount } from "../../data/dataset.ts";
import { usageError } from "../../errors.ts";
import type { Loss } from "../../model/loss.ts";
import { binaryCrossEntropy } from "../../model/losses/binary-cross-entropy.ts";
import { crossEntropy } from "../../model/losses/cross-entropy.ts";
import { show } from "../../options/show.ts";
import { unknownName } from "../../options.ts";

/** Weights of classes: by their frequency, by name, or in the order of their numbers. */
export type ClassWeights = "balanced" | readonly number[] | Readonly<Record<string, number>>;

const WHERE = "train: classWeights";

/**
 * The loss with weights of classes: crossEntropy with one for each, or binaryCrossEntropy with that of yes beside no.
 * @throws a usage error for another loss, for one that has weights already, and for weights that do not fit the classes.
 */
export function weighClasses(loss: Loss, data: Dataset, outputs: number, given: ClassWeights): Loss {
  const own = loss.values as { classWeights?: unknown; positiveWeight?: unknown };
  const twice = own.classWeights ?? own.positiveWeight;
  if (twice !== undefined)
    throw usageError({
      where: WHERE,
      expected: "weights of classes in one place",
      received: `some in the loss too, ${show(twice)}`,
      fix: "Leave one of them out.",
    });
  const { targets } = data.train;
  if (loss.definition === crossEntropy.definition && targets.shape.length === 1)
    return crossEntropy({ ...loss.values, classWeights: weightsOf(data, outputs, given) });
  if (loss.definition !== binaryCrossEntropy.definition || outputs !== 1)
    throw usageError({
      where: WHERE,
      expected: "crossEntropy, or binaryCrossEntropy of one output, as the loss",
      received: outputs === 1 ? loss.name : `${loss.name} of ${outputs} outputs`,
      fix: "Give weights of samples instead: arrays({ inputs, labels, weights }).",
    });
  const [no, yes] = weightsOf(data, 2, given);
  if (no > 0 && yes > 0) return binaryCrossEntropy({ ...loss.values, positiveWeight: yes / no });
  throw usageError({ where: WHERE, expected: "weights above 0 for both classes", received: `${no} and ${yes}` });
}

function weightsOf({ train, classes }: Dataset, outputs: number, given: ClassWeights): number[] {
  if (given === "balanced") return balanced(train.targets.data, sampleCount(train), outputs);
  const names = classes ?? Array.from({ length: outputs }, (_, i) => `${i}`);
  if (!Array.isArray(given)) {
    const byName = given as Readonly<Record<string, number>>;
    for (const name of Object.keys(byName))
      if (!names.includes(name)) throw unknownName(WHERE, "class", name, [...names]);
    return padded(
      names.map((name) => (Object.hasOwn(byName, name) ? byName[name] : 1)),
      outputs,
    );
  }
  if (given.length === names.length) return padded(given, outputs);
  throw usageError({
    where: WHERE,
    expected: `${names.length} weights, one for each class`,
    received: `${given.length}`,
  });
}

/** n / (classes · count) for each class that has samples, as scikit-learn's "balanced"; 1 for the others. */
function balanced(labels: NumberArray, samples: number, outputs: number): number[] {
  const counts = new Array<number>(outputs).fill(0);
  for (const label of labels) counts[label]++;
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 1 : samples / (present * count)));
}

/** Outputs without a class are no class of any sample. */
function padded(weights: readonly number[], outputs: number): number[] {
  return Array.from({ length: Math.max(outputs, weights.length) }, (_, i) => weights[i] ?? 1);
}
