import { isExpression } from "../../recipe/written.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import { isPlain } from "../seeds/is-plain.ts";
import { errorsAbove } from "../signs/errors-above.ts";
import { lateMean } from "../signs/late-mean.ts";
import { mainOf, simplestMain } from "../signs/main-of.ts";
import { simplestLossOf } from "../signs/simplest-loss-of.ts";

export const doesNotLearn = defineDiagnosis({
  name: "doesNotLearn",
  title: "Nothing is learned",
  summary:
    "After some epochs the network is no better, on the training samples themselves, than an answer that looks at no input.",
  source:
    "Karpathy 2019, A recipe for training neural networks: input-independent baseline; Zhang et al. 2021, AutoTrainer: not converging",
  group: "training",
  phase: "during",
  severity: "severe",
  signals:
    "training loss over that of the simplest answer; main metric of the training part against that of the simplest answer",
  thresholds: {
    loss: { value: 0.97, why: "the slowest of 36 healthy runs was at 0.8 after two epochs" },
    errors: {
      value: 3,
      why: "three standard errors above the simplest answer: chance alone goes beyond once in 740 times",
    },
    steps: { value: 50, why: "a few dozen steps are warm-up" },
  },
  avoid:
    "It says that nothing is learned, not why: another finding stands before it mostly. Where classes are very unequal, accuracy alone would say so of healthy runs: it takes the loss too.",
  explains: ["lossIsNotMetric"],
  find(examination, { loss: limit, errors, steps }) {
    const { course } = examination;
    const simplest = simplestLossOf(examination);
    const last = course?.evaluations.at(-1);
    if (course === undefined || last === undefined || simplest === undefined) return undefined;
    const enough = Math.max(steps, Math.min(2 * course.stepsPerEpoch, course.plannedSteps));
    if (last.step < enough) return undefined;
    const after = course.evaluations.filter(({ step }) => step >= last.step / 2);
    const loss = lateMean(after.map(({ train }) => train.loss));
    const main = lateMean(after.map((one) => mainOf(course, one, "train")));
    const base = simplestMain(course);
    if (loss === undefined || !(loss.mean / simplest > limit)) return undefined;
    const above = main === undefined || base === undefined ? undefined : errorsAbove(main, base);
    if (above !== undefined && above >= errors) return undefined;
    return {
      where: "training",
      evidence: [
        {
          signal: "training loss over that of the simplest answer",
          value: loss.mean / simplest,
          threshold: limit,
          step: last.step,
        },
        ...(above === undefined
          ? []
          : [
              {
                signal: `standard errors by which ${course.main.name} of the training part is better than that of the simplest answer`,
                value: Math.max(0, above),
                threshold: errors,
                beyond: "below" as const,
                step: last.step,
              },
            ]),
      ],
      meaning: `After ${last.step} steps the network knows no more of its own training samples than an answer that is always the same.`,
    };
  },
  cures: (_, { patient }) => [
    {
      text: "See what else was found; without it, find a learning rate (evenkeel find-rate), or give the model a hidden layer more",
    },
    ...(patient.recipe?.optimizer === "adam" || patient.recipe === undefined
      ? []
      : [{ text: "Train with Adam at its default rate", change: { optimizer: "adam" as const, learningRate: 0.001 } }]),
  ],
  seeds: [
    {
      what: "a rate a million times too low",
      recipe: ({ optimizer, schedule }) =>
        isExpression(optimizer) || isExpression(schedule) ? undefined : { learningRate: 1e-9 },
      alsoRight: ["rateTooLow", "rateOutOfRange"],
    },
    {
      what: "first weights that are all 0",
      recipe: (healthy) => (isPlain(healthy) ? { init: "zeros" } : undefined),
      alsoRight: ["symmetricWeights", "vanishingGradients", "deadUnits", "cannotOverfit", "layerStuck"],
    },
  ],
});
