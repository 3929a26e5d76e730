import { defineDiagnosis } from "../diagnosis.ts";
import { errorsAbove } from "../signs/errors-above.ts";
import { lateMean } from "../signs/late-mean.ts";
import { mainOf, simplestMain } from "../signs/main-of.ts";
import { rankCorrelation } from "../signs/rank-correlation.ts";
import { simplestLossOf } from "../signs/simplest-loss-of.ts";

export const lossIsNotMetric = defineDiagnosis({
  name: "lossIsNotMetric",
  title: "A loss that does not speak for the metric",
  summary:
    "The loss falls, and what is judged by does not get better: training makes something else small than what is wanted.",
  source: "Ben Braiek and Khomh 2023, TheDeepChecker, arXiv:2204.00694: loss and accuracy are correlated",
  group: "training",
  phase: "during",
  severity: "warning",
  signals:
    "the rank correlation of the loss and the main metric over the evaluations of the training part; the metric at the end against the simplest answer",
  thresholds: {
    correlation: { value: 0.5, why: "that of TheDeepChecker; while healthy runs learn it is above 0.9" },
    fall: {
      value: 0.2,
      why: "the loss must have fallen by a fifth: of two curves that do not move nothing can be said",
    },
    errors: { value: 3, why: "standard errors above the simplest answer" },
    evaluations: { value: 4, why: "fewer have no rank" },
  },
  avoid:
    "Both are measured on training samples in inference mode. Silent while the loss hardly falls, and where the metric has got better.",
  explains: [],
  find(examination, { correlation, fall, errors, evaluations }) {
    const { course } = examination;
    if (course === undefined || course.main.name === "loss" || course.evaluations.length < evaluations)
      return undefined;
    const all = course.evaluations;
    const losses = all.map(({ train }) => train.loss?.mean ?? Number.NaN);
    if (Number(losses.at(-1)) > (simplestLossOf(examination) ?? Number.POSITIVE_INFINITY)) return undefined; // nothing is learned
    const mains = all.map((one) => mainOf(course, one, "train"));
    const [begin, end] = [mains[0], lateMean(mains, 2)];
    const simplest = simplestMain(course);
    const fallen = 1 - (losses.at(-1) ?? Number.NaN) / losses[0];
    if (begin === undefined || end === undefined || simplest === undefined || !(fallen > fall)) return undefined;
    // Without the first weights: from there on both move even where only a constant answer is learned.
    const together = rankCorrelation(
      losses.slice(1).map((loss) => -loss),
      mains.slice(1).map((one) => one?.mean ?? Number.NaN),
    );
    const better = errorsAbove(end, simplest);
    if ((together ?? 0) >= correlation || better >= errors) return undefined;
    const step = all.at(-1)?.step ?? 0;
    const name = course.main.name;
    return {
      where: "loss",
      evidence: [
        {
          signal: `rank correlation of the loss and ${name}, 1 if both get better together`,
          value: Math.max(0, together ?? 0),
          threshold: correlation,
          beyond: "below",
          step,
        },
        {
          signal: `standard errors by which ${name} is better than that of the simplest answer`,
          value: Math.max(0, better),
          threshold: errors,
          beyond: "below",
          step,
        },
      ],
      meaning: `The loss has fallen by ${Math.round(100 * fallen)} %, and ${name} is no better than that of an answer that looks at nothing: what is made small is not what is wanted.`,
    };
  },
  cures: (_, { patient: { recipe, data, training } }) => [
    ...(training.loss.values?.classWeights !== undefined && data.classes !== undefined
      ? [{ text: "Let all classes count in the loss", change: { classWeights: "balanced" as const } }]
      : []),
    ...(recipe?.loss === undefined
      ? []
      : [
          {
            text: "Take the loss of the task",
            change: { loss: USUAL[training.task] },
          },
        ]),
    { text: "Choose a loss that is small where the metric is good, or judge by a metric that goes with the loss" },
  ],
  seeds: [
    {
      what: "only one class counts in the loss",
      recipe(_, { classes, train }) {
        if (classes === undefined || train.targets.shape.length > 1) return undefined;
        const least = classes.length === 2 ? 1e-6 : 0; // of two classes both must count
        return { classWeights: classes.map((_, i) => (i === classes.length - 1 ? 1 : least)) };
      },
    },
  ],
});

const USUAL = {
  classification: "crossEntropy",
  binary: "crossEntropy",
  multilabel: "binaryCrossEntropy",
  regression: "meanSquaredError",
} as const;
