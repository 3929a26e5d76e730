import { take } from "../../data/split.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import { changedData } from "../seeds/changed-data.ts";
import { changedTargets } from "../seeds/changed-targets.ts";
import { hasClasses } from "../seeds/has-classes.ts";
import { errorsAbove } from "../signs/errors-above.ts";

export const validationEasier = defineDiagnosis({
  name: "validationEasier",
  title: "Validation samples that are easier",
  summary:
    "The network does better on samples that it has not seen than on those that it was trained on: the parts are not alike.",
  source:
    "Google, Machine Learning Crash Course: training and validation loss diverge; compared in inference mode, as Srivastava et al. 2014 evaluate dropout",
  group: "training",
  phase: "during",
  severity: "information",
  signals:
    "training loss above validation loss in standard errors, both in inference mode, at two evaluations in a row",
  thresholds: {
    errors: {
      value: 3,
      why: "three standard errors of the difference. Compared in training mode, dropout alone does this: the published rule warned on all healthy runs",
    },
    gap: { value: 0.1, why: "a tenth of the loss: smaller differences do not matter" },
  },
  avoid:
    "Information, never a warning: an easier validation part is no harm to the network. See whether samples leaked or the parts were drawn differently.",
  explains: [],
  find({ course }, { errors, gap }) {
    const last = course?.evaluations.slice(1).slice(-2) ?? [];
    const pairs = last.flatMap(({ train, validation, step }) =>
      validation === undefined ? [] : [{ train: train.loss, validation: validation.loss, step }],
    );
    if (pairs.length < 2) return undefined;
    const least = Math.min(...pairs.map(({ train, validation }) => errorsAbove(train, validation)));
    const gaps = pairs.map(({ train, validation }) => 1 - validation.mean / train.mean);
    if (!(least > errors && Math.min(...gaps) > gap)) return undefined;
    return {
      where: "validation",
      evidence: [
        {
          signal: "training loss above validation loss in standard errors, at two evaluations in a row",
          value: least,
          threshold: errors,
          step: pairs[1].step,
        },
        {
          signal: "training loss above validation loss, over the training loss",
          value: gaps[1],
          threshold: gap,
          step: pairs[1].step,
        },
      ],
      meaning:
        "The validation samples are easier than the training samples: other groups, other times, clean labels beside noisy ones, or copies of training samples. What is measured there says little of harder ones.",
    };
  },
  cures: () => [
    {
      text: "Look at how the parts were made; draw the validation part at random from the training samples (recipe: validationSize)",
    },
  ],
  seeds: [
    {
      what: "a quarter of the training labels drawn anew, those of validation as they are",
      data(healthy, random) {
        if (!hasClasses(healthy.train) || healthy.validation === undefined) return undefined;
        const { data: labels, shape } = healthy.train.targets;
        const classes = 1 + Array.from(labels).reduce((most, label) => Math.max(most, label), 0);
        const rows = Array.from({ length: shape[0] }, (_, i) => i);
        return changedData(
          healthy,
          (samples) =>
            changedTargets(take(samples, rows), (targets) => {
              for (const i of rows) if (random.uniform() < 0.25) targets[i] = random.integer(classes);
            }),
          ["train"],
        );
      },
      alsoRight: ["noisyLabels"],
    },
  ],
});
