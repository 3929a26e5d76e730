import { defineDiagnosis } from "../diagnosis.ts";
import { meanOf } from "../examine/means.ts";
import type { Evidence } from "../finding.ts";
import { rateCures } from "../rate-cures.ts";
import { risesAndFalls } from "../signs/rises-and-falls.ts";
import { simplestLossOf } from "../signs/simplest-loss-of.ts";

export const oscillates = defineDiagnosis({
  name: "oscillates",
  title: "A loss that goes up and down",
  summary:
    "The loss rises as much as it falls from evaluation to evaluation: steps are too large, or too noisy, to settle.",
  source:
    "Google, Interpreting loss curves: the loss oscillates; Godbole et al. 2023, Deep Learning Tuning Playbook: step-to-step variance late in training",
  group: "training",
  phase: "during",
  severity: "warning",
  signals:
    "rises and falls of the loss of fixed samples between evaluations of the second half, over its level, of both parts",
  thresholds: {
    swing: {
      value: 0.1,
      why: "a tenth of the loss from one evaluation to the next. Healthy runs have 0 to 5 %, RMSProp with dropout up to 20 %, but falls; Adam at thirty times its rate 15 to 70 %",
    },
    fall: { value: 0.15, why: "whose loss falls by more over the second half is getting somewhere, however roughly" },
    level: {
      value: 0.12,
      why: "of the simplest answer's loss: a network whose training loss is below an eighth has learned nearly all. Sound ones swing there by up to 30 % (SGD with momentum, RMSProp with batch normalization), and end as well as others",
    },
    evaluations: { value: 5, why: "fewer show no pattern" },
  },
  avoid:
    "Silent about a loss that only rises, which is overfitting or divergence, and about losses near 0, whose share means nothing.",
  explains: [],
  find(examination, { swing, fall, level, evaluations }) {
    const { course } = examination;
    const late = course?.evaluations.slice(Math.floor((course.evaluations.length - 1) / 2)) ?? [];
    if (late.length < evaluations) return undefined;
    const losses = (part: "train" | "validation") => late.map((one) => one[part]?.loss?.mean ?? Number.NaN);
    const parts = late[0].validation === undefined ? (["train"] as const) : (["train", "validation"] as const);
    const judged = losses(parts[parts.length - 1]);
    const fallen = 1 - meanOf(judged.slice(-3)).mean / meanOf(judged.slice(0, 3)).mean;
    const least = level * (simplestLossOf(examination) ?? 0);
    if (!(fallen < fall && meanOf(losses("train")).mean > least)) return undefined;
    const evidence = parts.map((part): Evidence => {
      return {
        signal: `rises and falls of the ${part === "train" ? "training" : "validation"} loss between evaluations, over its level`,
        value: risesAndFalls(losses(part)),
        threshold: swing,
        step: late[0].step,
      };
    });
    if (!evidence.every(({ value }) => value > swing)) return undefined;
    evidence.push({
      signal: "fall of the loss over the second half, over its level",
      value: Math.max(0, fallen),
      threshold: fall,
      beyond: "below",
      step: late[0].step,
    });
    return {
      where: "optimizer",
      evidence,
      meaning:
        "The weights jump about rather than settle: which of them the run ends with is chance, and so is much of what is measured of it.",
    };
  },
  cures: (_, examination) => {
    const { recipe, training } = examination.patient;
    return [
      ...rateCures(examination, 1 / 10),
      ...(recipe?.schedule === "none"
        ? [{ text: "Let the learning rate fall to 0", change: { schedule: "cosineDecay" as const } }]
        : []),
      { text: "Take the average of the last weights", change: { averageWeights: 0.99 } },
      {
        text: "Take larger batches",
        change: { batchSize: Math.min(Math.max(32, 4 * training.batchSize), training.samples) },
      },
    ];
  },
  seeds: [
    {
      what: "thirty times the rate, and batches of 8",
      recipe: ({ optimizer }) => (optimizer === "adam" ? { learningRate: 0.03, batchSize: 8 } : undefined),
      alsoRight: ["diverges", "deadUnits", "rateOutOfRange", "layerTooFast", "batchSizeOff", "tinyBatchNorm"],
    },
  ],
});
