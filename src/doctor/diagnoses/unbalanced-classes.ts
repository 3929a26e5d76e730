import { take } from "../../data/split.ts";
import { exp } from "../../exact-math/exp.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import { changedData } from "../seeds/changed-data.ts";
import { hasClasses } from "../seeds/has-classes.ts";
import { entropy } from "../signs/entropy.ts";
import { percent } from "../signs/percent.ts";

export const unbalancedClasses = defineDiagnosis({
  name: "unbalancedClasses",
  title: "Classes of very different size",
  summary: "Some classes have so few samples that a network can ignore them at little cost.",
  source: "Japkowicz and Stephen 2002, The class imbalance problem; Amazon SageMaker Debugger, ClassImbalance",
  group: "data",
  phase: "before",
  severity: "warning",
  signals:
    "training samples of the largest class over those of the smallest; e^H / C, the share of the classes that count",
  thresholds: {
    ratio: { value: 10, why: "that of SageMaker Debugger: nine to one is still learned without help" },
    share: {
      value: 0.75,
      why: "e^H / C for the entropy H of C classes: five of ten classes with a twentieth of the others have 0.60, nineteen to one 0.61; the species of penguins, 152, 124 and 68, have 0.95",
    },
  },
  avoid:
    "Silent where the loss weighs classes. Accuracy hides what happens to rare classes: look at the confusion matrix.",
  explains: ["shiftedParts", "lossIsNotMetric"],
  find({ data: { classCounts }, patient: { training } }, { ratio, share }) {
    if (classCounts === undefined || classCounts.length < 2 || training.loss.values?.classWeights !== undefined)
      return undefined;
    const counts = classCounts.filter((count) => count > 0);
    const smallest = Math.min(...counts);
    const largest = Math.max(...counts);
    const counting = exp(entropy(classCounts)) / classCounts.length; // e^H / C
    if (!(largest > ratio * smallest && counting < share)) return undefined;
    const total = counts.reduce((sum, count) => sum + count, 0);
    return {
      where: "targets",
      evidence: [
        { signal: "largest class over smallest", value: largest / smallest, threshold: ratio },
        { signal: "share of the classes that count", value: counting, threshold: share, beyond: "below" },
      ],
      meaning: `The largest class has ${percent(largest / total)} of the training samples, the smallest ${percent(smallest / total)}. Answering with large classes alone costs little, and accuracy hardly shows it.`,
    };
  },
  cures: (_, { patient: { task } }) => [
    { text: "Weigh classes by how rare they are", change: { classWeights: "balanced" } },
    ...(task === "binary"
      ? [{ text: "Compare by a measure that rare classes count in", change: { metric: "averagePrecision" as const } }]
      : task === "classification"
        ? [
            {
              text: "Compare by a measure that rare classes count in",
              change: { metric: 'f1({ average: "macro" })' as const },
            },
          ]
        : []),
  ],
  seeds: [
    {
      what: "one in twenty samples of half of the classes",
      data(healthy) {
        if (!hasClasses(healthy.train)) return undefined;
        const { data: labels } = healthy.train.targets;
        const largest = Array.from(labels).reduce((most, label) => Math.max(most, label), 0);
        const seen = new Array<number>(largest + 1).fill(0);
        const kept = Array.from(labels.keys()).filter(
          (i) => seen[labels[i]]++ % 20 === 0 || labels[i] < (largest + 1) / 2,
        );
        return changedData(healthy, (samples) => take(samples, kept), ["train"]);
      },
    },
  ],
});
