import { take } from "../../data/split.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import { changedData } from "../seeds/changed-data.ts";
import { percent } from "../signs/percent.ts";

export const smallValidation = defineDiagnosis({
  name: "smallValidation",
  title: "Too few samples to validate on",
  summary: "The validation part is missing, or so small that what is measured there is mostly chance.",
  source: "Varoquaux 2018, Cross-validation failure: small sample sizes lead to large error bars",
  group: "data",
  phase: "before",
  severity: "warning",
  signals:
    "the standard error of an accuracy of 0.9 on the validation part, for numbers that of a root mean squared error; its share of all samples",
  thresholds: {
    error: { value: 0.02, why: "two points: differences of tricks are of this size; it takes 225 samples" },
    relative: { value: 0.047, why: "of a root mean squared error, whose errors are normal: the same 225 samples" },
    share: { value: 0.05, why: "usual are a tenth to a fifth; below a twentieth there were more to take" },
  },
  avoid:
    "Of small data no part is large: then it is information, and k folds are the cure. Whether the parts are alike is another question.",
  explains: [],
  find({ data: { samples }, patient: { task } }, { error, relative, share }) {
    const { train, validation, test } = samples;
    const part = validation / (train + validation + test);
    if (validation === 0)
      return {
        where: "validation",
        evidence: [{ signal: "validation samples", value: 0, threshold: 1, beyond: "below" }],
        meaning:
          test === 0
            ? "Nothing is held out: whether the network learned by heart cannot be seen, and nothing can stop it in time."
            : "There is no validation part: training cannot be stopped in time, and whoever chooses by the test part spoils it.",
        certain: true,
        ...(test === 0 ? {} : { severity: "information" as const }),
      };
    const [signal, deviation, limit, known] =
      task === "regression"
        ? // 1 / √(2n), of normal errors
          ([
            "relative standard error of an error",
            Math.sqrt(1 / (2 * validation)),
            relative,
            "a root mean squared error",
          ] as const)
        : // √(p(1 − p) / n)
          ([
            "standard error of an accuracy of 0.9",
            Math.sqrt((0.9 * 0.1) / validation),
            error,
            "an accuracy of 90 %",
          ] as const);
    if (deviation <= limit) return undefined;
    const spare = part < share;
    return {
      where: "validation",
      evidence: [
        { signal, value: deviation, threshold: limit },
        ...(spare ? [{ signal: "share of all samples", value: part, threshold: share, beyond: "below" as const }] : []),
      ],
      meaning: `With ${validation} samples ${known} is known to ± ${percent(2 * deviation)} only: smaller differences are chance.`,
      ...(spare ? {} : { severity: "information" as const }),
    };
  },
  cures: ({ evidence }, { data: { samples } }) => {
    const all = samples.train + samples.validation;
    const isMissing = samples.validation === 0;
    const larger = { text: "Hold out more samples", change: { validationSize: Math.min(1000, Math.ceil(all / 5)) } };
    const folds = { text: "Judge by k folds instead: every sample is held out once (evenkeel train --folds 5)" };
    return isMissing || evidence.length > 1 ? [larger, folds] : [folds];
  },
  seeds: [
    {
      what: "20 validation samples",
      data: (healthy) =>
        healthy.validation &&
        changedData(
          healthy,
          (samples) =>
            take(
              samples,
              Array.from({ length: Math.min(20, samples.targets.shape[0]) }, (_, i) => i),
            ),
          ["validation"],
        ),
    },
    {
      what: "no validation part",
      recipe: ({ earlyStopping }) => (earlyStopping === undefined ? {} : { earlyStopping: "none" }),
      data(healthy) {
        const { validation: _, ...others } = changedData(healthy, (samples) => samples);
        return others;
      },
    },
  ],
});
