import type { Dataset } from "../../data/dataset.ts";
import { take } from "../../data/split.ts";
import type { Found } from "../diagnosis.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import { changedData } from "../seeds/changed-data.ts";
import { joined } from "../seeds/joined.ts";
import { OTHER_PARTS } from "../signs/part-names.ts";
import { percent } from "../signs/percent.ts";

export const leakedSamples = defineDiagnosis({
  name: "leakedSamples",
  title: "Samples that are in two parts",
  summary: "Samples of the validation or test part are training samples too: what is measured there is too good.",
  source:
    "Kaufman et al. 2012, Leakage in data mining; Barz and Denzler 2020, Do we train on test data?, arXiv:1902.00423",
  group: "data",
  phase: "before",
  severity: "warning",
  signals:
    "the share of samples of a part whose inputs and targets are training samples too, and how often chance makes samples equal",
  thresholds: {
    share: { value: 0.01, why: "a hundredth shifts an accuracy of 0.9 by a tenth of a point" },
    chance: {
      value: 10,
      why: "ten times as often as independent features are equal; rows of a few yes and no answers are equal by chance",
    },
  },
  avoid:
    "Tables whose columns have few values each have equal rows by chance: these are information. Near copies are not looked for.",
  explains: ["validationEasier"],
  find({ data: { shared, samples } }, { share, chance }) {
    return OTHER_PARTS.filter((part) => shared[part] > share && shared[part] * samples[part] >= 2).map(
      (part): Found => {
        const times = shared[part] / Math.max(shared.chance ?? 0, 1e-4);
        const unlikely = times > chance;
        return {
          where: part,
          evidence: [
            {
              signal: `share of the ${part} part that is among the training samples`,
              value: shared[part],
              threshold: share,
            },
            ...(unlikely
              ? [
                  {
                    signal: "how many times as many as chance would make equal",
                    value: Math.min(times, 1000),
                    threshold: chance,
                  },
                ]
              : []),
          ],
          meaning: unlikely
            ? `${percent(shared[part])} of the ${part} part are training samples too. Whoever learns by heart is right about them, so measures of this part are too good.`
            : `${percent(shared[part])} of the ${part} part are equal to training samples. The features have so few values that chance explains it.`,
          ...(unlikely ? {} : { severity: "information" as const }),
        };
      },
    );
  },
  cures: () => [
    {
      text: "Remove double rows before the data are split, and keep what belongs together, such as the rows of one patient, in one part (recipe: group)",
    },
  ],
  seeds: OTHER_PARTS.map((part) => ({
    what: `a fifth of the ${part} part copied from the training part`,
    data: (healthy: Dataset) => copied(healthy, part),
  })),
});

/** The data with training samples in place of every fifth of a part. */
function copied(healthy: Dataset, part: (typeof OTHER_PARTS)[number]): Dataset | undefined {
  const samples = healthy[part];
  if (samples === undefined) return undefined;
  const count = samples.inputs.shape[0];
  const copies = Math.min(Math.ceil(count / 5), healthy.train.inputs.shape[0]);
  const own = take(
    samples,
    Array.from({ length: count - copies }, (_, i) => i + copies),
  );
  const taken = take(
    healthy.train,
    Array.from({ length: copies }, (_, i) => i),
  );
  return changedData(healthy, () => joined(taken, own), [part]);
}
