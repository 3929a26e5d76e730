import type { Found } from "../diagnosis.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import type { Evidence } from "../finding.ts";
import { changedData } from "../seeds/changed-data.ts";
import { changedInputs } from "../seeds/changed-inputs.ts";
import { OTHER_PARTS } from "../signs/part-names.ts";
import { percent } from "../signs/percent.ts";

export const shiftedParts = defineDiagnosis({
  name: "shiftedParts",
  title: "Parts that are distributed differently",
  summary:
    "The validation or test part has other means or deviations than the training part: it was scaled or drawn differently.",
  source: "Quiñonero-Candela et al. 2009, Dataset Shift in Machine Learning; Ioffe and Szegedy 2015, section 1",
  group: "data",
  phase: "before",
  severity: "warning",
  signals:
    "by feature |mean of the part − mean of training| / deviation of training, and deviation of the part / deviation of training",
  thresholds: {
    shift: { value: 0.5, why: "half a deviation: Cohen's medium effect" },
    share: { value: 0.1, why: "one odd feature of many may be chance, or a calendar" },
    errors: { value: 5, why: "five standard errors: of a thousand features none goes beyond by chance" },
    spread: { value: 2, why: "a part has twice or half the deviation if it was scaled by other numbers" },
  },
  avoid:
    "Parts of a time series and of other groups do differ: then the finding is right, and the cure is more training data, not another split.",
  explains: ["validationEasier", "overfits", "unpairedLabels"],
  find({ data: { shift, spread, samples, kind } }, { shift: limit, share, errors, spread: span }) {
    if (kind === "indices") return undefined;
    const found: Found[] = [];
    for (const part of OTHER_PARTS) {
      const shifts = shift[part];
      if (shifts === undefined || shifts.length === 0) continue;
      const error = Math.sqrt(1 / Math.max(1, samples[part]) + 1 / Math.max(1, samples.train)); // of a shift, in deviations
      const moved = shifts.filter((one) => one > limit && one > errors * error);
      const spreads = spread?.[part];
      const wide = (spreads ?? new Float64Array()).filter((one) => one > span || one < 1 / span);
      const many = (features: Float64Array) => features.length > share * shifts.length;
      if (!many(moved) && !(many(wide) && samples[part] >= LEAST)) continue;
      const evidence: Evidence[] = [];
      if (many(moved))
        evidence.push(
          {
            signal: `share of features whose mean in the ${part} part is more than ${limit} deviations away`,
            value: moved.length / shifts.length,
            threshold: share,
          },
          {
            signal: "the largest difference of means in standard errors",
            value: Math.min(1000, Math.max(...moved) / error),
            threshold: errors,
          },
        );
      if (many(wide) && samples[part] >= LEAST)
        evidence.push(
          {
            signal: `share of features with twice or half the deviation in the ${part} part`,
            value: wide.length / shifts.length,
            threshold: share,
          },
          {
            signal: "the deviation that differs most, larger over smaller",
            value: Math.min(1000, Math.max(...Array.from(wide, (one) => Math.max(one, 1 / Math.max(one, 1e-3))))),
            threshold: span,
          },
        );
      const features = Math.max(moved.length, wide.length);
      found.push({
        where: part,
        evidence,
        meaning: `The ${part} part is not like the training part: ${percent(features / shifts.length)} of the features have another mean or deviation. What is measured there says little about how well training went.`,
      });
    }
    return found;
  },
  cures: () => [
    {
      text: "Scale all parts by the numbers of the training part (leave it to `scaling`, which does so), and split at random unless there is a reason not to",
    },
  ],
  seeds: [
    {
      what: "the validation and test parts scaled by other numbers",
      data: (healthy) =>
        changedData(healthy, (samples) => changedInputs(samples, (x) => 3 * x + 1), ["validation", "test"]),
    },
  ],
});

/** Deviations of fewer samples say little. */
const LEAST = 30;
