import type { Samples } from "../../data/dataset.ts";
import { take } from "../../data/split.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import type { Evidence } from "../finding.ts";
import { changedData } from "../seeds/changed-data.ts";
import { errorsAbove } from "../signs/errors-above.ts";
import { lateMean } from "../signs/late-mean.ts";
import { mainOf, simplestMain } from "../signs/main-of.ts";

export const unpairedLabels = defineDiagnosis({
  name: "unpairedLabels",
  title: "Labels that do not belong to the inputs",
  summary:
    "The targets have nothing to do with the inputs that they stand beside: a network can learn them by heart at most.",
  source:
    "Zhang et al. 2017, Understanding deep learning requires rethinking generalization, section 2; nearest neighbors: Cover and Hart 1967",
  group: "data",
  phase: "during",
  severity: "severe",
  signals:
    "whether neighboring samples have the same targets more often than by chance; whether the network is better on the validation part than the simplest answer; whether it is on the training part",
  thresholds: {
    errors: { value: 3, why: "three standard errors: chance alone goes beyond once in 740 times" },
    epochs: {
      value: 2,
      why: "a network that was shown all samples twice is better than chance on what can be learned",
    },
  },
  avoid:
    "Where only a few of many features matter, neighbors say nothing; the network does then. It takes both to be found. Silent without a validation part.",
  explains: ["overfits", "doesNotLearn", "noisyLabels", "cannotOverfit", "lossIsNotMetric"],
  find({ data: { neighbors }, course }, { errors, epochs }) {
    const last = course?.evaluations.at(-1);
    const simplest = course && simplestMain(course);
    if (course === undefined || last === undefined || neighbors === undefined || simplest === undefined)
      return undefined;
    if (last.step < Math.min(epochs * course.stepsPerEpoch, course.plannedSteps)) return undefined;
    const near = [neighbors.train, neighbors.validation]
      .filter((one) => one !== undefined)
      .map((one) => errorsAbove(one, neighbors.chance));
    const late = (part: "train" | "validation") =>
      lateMean(course.evaluations.slice(1).map((one) => mainOf(course, one, part)));
    const [train, validation] = [late("train"), late("validation")];
    if (train === undefined || validation === undefined) return undefined;
    const learned = errorsAbove(validation, simplest);
    if (!(Math.min(...near) < errors && learned < errors)) return undefined;
    const byHeart = errorsAbove(train, simplest);
    const name = course.main.name;
    const evidence: Evidence[] = [
      {
        signal: "standard errors by which neighbors have the same target more often than by chance",
        value: Math.max(0, Math.min(...near)),
        threshold: errors,
        beyond: "below",
      },
      {
        signal: `standard errors by which ${name} of the validation part is better than that of the simplest answer`,
        value: Math.max(0, learned),
        threshold: errors,
        beyond: "below",
        step: last.step,
      },
    ];
    if (byHeart > errors && errorsAbove(train, validation) > errors)
      evidence.push({
        signal: `standard errors by which ${name} of the training part is better than that of the validation part`,
        value: errorsAbove(train, validation),
        threshold: errors,
        step: last.step,
      });
    return {
      where: "targets",
      evidence,
      meaning:
        evidence.length > 2
          ? "Training samples are learned by heart while nothing is learned about others, and samples that are alike have targets as different as any: inputs and targets were probably put together in different orders."
          : "Nothing is learned about other samples, and samples that are alike have targets as different as any: inputs and targets do not belong together, or the inputs do not tell.",
    };
  },
  cures: () => [
    {
      text: "Check the pairing: look at some samples with their targets, and at every sort, shuffle, filter and join between reading inputs and reading targets",
    },
  ],
  seeds: [
    {
      what: "targets in another order",
      data: (healthy, random) =>
        changedData(healthy, (samples) => permuted(samples, random.permutation(samples.targets.shape[0]))),
      alsoRight: ["overfits", "doesNotLearn", "noisyLabels"],
    },
  ],
});

/** The samples with the targets of others. */
function permuted(samples: Samples, order: Uint32Array): Samples {
  return { ...samples, targets: take(samples, order).targets };
}
