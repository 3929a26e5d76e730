import { isZeroOrOne } from "../../data/task-of.ts";
import { isOneHot } from "../../train/prepare/check-training.ts";
import { defaultLoss } from "../../train/prepare/default-loss.ts";
import type { Head } from "../../train/prepare/heads-of.ts";
import { defineDiagnosis, type Found } from "../diagnosis.ts";
import type { Examination } from "../examination.ts";
import { type Ending, endingsOf } from "../structure/endings-of.ts";

export const wrongLoss = defineDiagnosis({
  name: "wrongLoss",
  title: "A loss that does not fit the labels",
  summary: "The loss compares something else than what the targets are, such as class numbers as quantities.",
  source:
    "Zhang et al. 2021, AutoTrainer; Nikanjam et al. 2021, NeuraLint; Humbatova et al. 2020, taxonomy: wrong loss function",
  group: "structure",
  phase: "before",
  severity: "severe",
  signals:
    "what the targets are (classes, yes or no, numbers), and what the loss takes; whether the usual loss is accepted where this one is not",
  thresholds: { share: { value: 0.5, why: "by definition: all targets are classes, or none" } },
  avoid:
    "Information only where the outputs are probabilities, of which meanSquaredError() is the Brier score, and for several targets of 0 and 1, which may be black and white pixels. Silent about crossEntropy() of two classes, huber() and hinge().",
  explains: ["firstLossOff", "lossIsNotMetric", "doesNotLearn", "cannotOverfit", "activationOnOutput", "diverges"],
  find(examination, { share }) {
    const { refused } = examination.patient;
    if (refused?.diagnosis === "wrongLoss")
      return {
        where: "loss",
        certain: true,
        severity: "severe",
        evidence: [
          {
            signal: `share of targets that ${refused.loss} cannot take with these outputs`,
            value: 1,
            threshold: share,
          },
        ],
        meaning: `train() refuses ${refused.loss} here, and takes ${examination.patient.training.loss.name}: ${refused.message}`,
      };
    return endingsOf(examination).flatMap((ending) => foundAt(ending, examination, share));
  },
  cures(_, { patient }) {
    const { training, task } = patient;
    const usual = defaultLoss(training.data, task, training.model.outputShape[0] ?? 1).name;
    if (isOneHot(training.data.train.targets))
      return [{ text: "Give the number of each class as its label, the place of the 1, and take crossEntropy()" }];
    return [{ text: `Take ${usual}()`, change: { loss: usual as "crossEntropy" } }];
  },
  seeds: [
    {
      what: "mean squared error of classes",
      recipe: ({ loss }, { classes, task }) =>
        classes !== undefined && task !== "regression" && loss === undefined ? { loss: "meanSquaredError" } : undefined,
    },
    {
      what: "cross-entropy of numbers",
      recipe: (_, { classes, task, train }) =>
        classes === undefined && task === undefined && train.targets.shape.length > 1
          ? { loss: "crossEntropy" }
          : undefined,
    },
  ],
});

/** What a loss that compares numbers is given in their place. */
function foundAt({ head, layer }: Ending, { patient }: Examination, threshold: number): Found[] {
  const { loss, data } = head;
  const { targets } = data.train;
  if (loss.predictions !== undefined || loss.targetKind === "classes") return [];
  const what = classesIn(head, patient.task);
  if (what === undefined) return [];
  const probabilities = layer.name === "softmax" || layer.name === "sigmoid";
  const pixels = what === LABELS && patient.task !== "multilabel" && targets.shape.length > 1;
  return [
    {
      where: head.name === undefined ? "loss" : `loss of ${head.name}`,
      certain: true,
      severity: probabilities || pixels ? "information" : "warning",
      evidence: [
        { signal: `share of targets that are ${what}, which ${loss.name} reads as quantities`, value: 1, threshold },
      ],
      meaning: `${loss.name} asks for the numbers themselves, as if a mistake of one class for another were a distance. Its gradient fades where an answer is surely wrong, and the outputs are no probabilities.`,
    },
  ];
}

const LABELS = "0 or 1";

/** How targets are classes, in words; undefined where they are quantities. */
function classesIn({ data }: Head, task: string): string | undefined {
  const { targets } = data.train;
  if (targets.shape.length === 1 && data.classes !== undefined)
    return data.classes.length > 2 ? "class numbers" : LABELS;
  if (targets.shape.length > 1 && isOneHot(targets)) return "one-hot classes";
  if (task === "binary" || task === "multilabel" || isZeroOrOne(targets.data)) return LABELS;
  return undefined;
}
