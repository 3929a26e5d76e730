import { isExpression } from "../../recipe/written.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import { errorsAbove } from "../signs/errors-above.ts";
import { lateMean } from "../signs/late-mean.ts";
import { penaltyOf } from "../signs/penalty-of.ts";
import { simplestLossOf } from "../signs/simplest-loss-of.ts";

export const overRegularized = defineDiagnosis({
  name: "overRegularized",
  title: "Weights that are pulled to 0",
  summary: "A penalty or decay shrinks weights faster than the loss makes them grow, so little is learned.",
  source:
    "Krogh and Hertz 1991, A simple weight decay can improve generalization; Goodfellow et al. 2016, Deep Learning, section 7.1",
  group: "training",
  phase: "during",
  severity: "warning",
  signals:
    "the norm of all kernels at the end over that at the start; the training loss over that of the simplest answer; the gap between both parts",
  thresholds: {
    norm: {
      value: 0.6,
      why: "norms of healthy runs grow; those under a usual decay of 0.01 keep more than nine tenths",
    },
    loss: { value: 0.4, why: "whoever has learned more than half of what there is is not held back much" },
    gap: { value: 3, why: "in standard errors: a network that is held back is as good on other samples" },
  },
  avoid:
    "Silent where the loss is low: shrinking weights alone are what decay is for. A rate that is too low shows by norms that do not move.",
  explains: ["doesNotLearn", "vanishingGradients", "deadUnits", "stoppedTooSoon", "lossIsNotMetric"],
  find(examination, { norm, loss: limit, gap }) {
    const { course } = examination;
    const simplest = simplestLossOf(examination);
    const [first, last] = [course?.evaluations[0], course?.evaluations.at(-1)];
    if (first === undefined || last === undefined || course === undefined || simplest === undefined || first === last)
      return undefined;
    const kept = last.weightNorm / first.weightNorm;
    const train = lateMean(course.evaluations.map((one) => one.train.loss));
    const validation = lateMean(course.evaluations.map((one) => one.validation?.loss));
    if (train === undefined || !(first.weightNorm > 0 && kept < norm && train.mean / simplest > limit))
      return undefined;
    if (validation !== undefined && errorsAbove(validation, train) > gap) return undefined;
    return {
      where: "optimizer",
      evidence: [
        {
          signal: "norm of all kernels over that of the first weights",
          value: kept,
          threshold: norm,
          beyond: "below",
          step: last.step,
        },
        {
          signal: "training loss over that of the simplest answer",
          value: train.mean / simplest,
          threshold: limit,
          step: last.step,
        },
      ],
      meaning: `The weights have shrunk to ${Math.round(100 * kept)} % of what they were, and the training samples are still not learned: the penalty is stronger than the loss.`,
    };
  },
  cures(_, { patient }) {
    const penalty = penaltyOf(patient);
    if (penalty?.option === "weightDecay")
      return [
        { text: "Let weights decay as is usual", change: { weightDecay: Math.min(0.01, penalty.strength / 100) } },
        { text: "Let no weight decay", change: { weightDecay: 0 } },
      ];
    return [
      penalty === undefined
        ? { text: "Take out what pulls weights to 0: weight decay, an L1 or L2 penalty, or a max-norm" }
        : { text: `Make ${penalty.name} (${penalty.strength}) a hundred times weaker` },
    ];
  },
  seeds: [
    {
      what: "weight decay of 100",
      recipe: ({ optimizer }) => (isExpression(optimizer) ? undefined : { weightDecay: 100 }),
      alsoRight: ["doesNotLearn", "optimizerConstantsOff"],
    },
  ],
});
