import { defineDiagnosis } from "../diagnosis.ts";
import { changedData } from "../seeds/changed-data.ts";
import { changedInputs } from "../seeds/changed-inputs.ts";

export const nonFiniteInputs = defineDiagnosis({
  name: "nonFiniteInputs",
  title: "Numbers that are none",
  summary: "There is NaN, an infinity, or a number too large for float32 in the data: one of them spoils all weights.",
  source: "IEEE 754: whatever is computed from NaN is NaN",
  group: "data",
  phase: "before",
  severity: "severe",
  signals: "the first number of inputs or targets that is not finite",
  thresholds: { any: { value: 0, why: "one NaN makes the loss of its batch NaN" } },
  avoid: "Missing cells of tables are no such numbers: they are filled in, and flagged, when the table is read.",
  explains: ["nonFiniteStep", "diverges", "doesNotLearn"],
  find({ data: { nonFinite } }, { any }) {
    if (nonFinite === undefined) return undefined;
    return {
      where: nonFinite,
      evidence: [{ signal: "numbers that are not finite, at least", value: 1, threshold: any }],
      meaning: `There is a number that is not finite (${nonFinite}). Training refuses such data, as everything computed from it would be NaN.`,
      certain: true,
    };
  },
  cures: ({ where }) => [
    {
      text: `Look at ${where}: remove the sample, or put a number in, such as the median of its feature; then look for others of its kind`,
    },
  ],
  seeds: [
    {
      what: "NaN in one cell",
      data: (healthy) =>
        changedData(
          healthy,
          (samples) => changedInputs(samples, (x, feature, sample) => (sample === 3 && feature === 0 ? Number.NaN : x)),
          ["train"],
        ),
    },
  ],
});
