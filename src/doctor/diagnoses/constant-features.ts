import { nameOfFeature } from "../../data/checks/name-of-feature.ts";
import type { Dataset } from "../../data/dataset.ts";
import { sizeOf } from "../../data/size-of.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import type { Examination } from "../examination.ts";
import { changedData } from "../seeds/changed-data.ts";
import { changedInputs } from "../seeds/changed-inputs.ts";
import { percent } from "../signs/percent.ts";

export const constantFeatures = defineDiagnosis({
  name: "constantFeatures",
  title: "Features without variation",
  summary: "Features have one value in all training samples, so nothing can be learned from them.",
  source: "Ben Braiek and Khomh 2023, TheDeepChecker, arXiv:2204.00694, pre-training checks",
  group: "data",
  phase: "before",
  severity: "warning",
  signals: "the share of features, for images of pixels, that have one value only in the training part",
  thresholds: {
    table: { value: 0, why: "a column that never varies is a mistake, or of no use" },
    many: { value: 0.2, why: "one idle column costs nothing; a fifth of them says that something was lost on the way" },
    pixels: { value: 0.6, why: "of a thousand handwritten digits a third of the pixels is never set: the border" },
  },
  avoid:
    "A few constant columns of a table are information: they take weights and give nothing. Borders of images are constant, so only more than 60 % of the pixels count.",
  explains: ["leakedSamples", "unpairedLabels", "doesNotLearn"],
  find({ data: { kind, constant, samples } }, { table, many, pixels }) {
    const limit = kind === "images" ? pixels : table;
    if (kind === "indices" || samples.train < 2 || !(constant > limit)) return undefined;
    return {
      where: "inputs",
      evidence: [
        {
          signal: `share of ${kind === "images" ? "pixels" : "features"} with one value in all training samples`,
          value: constant,
          threshold: limit,
        },
      ],
      meaning:
        constant === 1
          ? "All training samples have the same inputs: there is nothing to tell them apart by."
          : `${percent(constant)} of the ${kind === "images" ? "pixels" : "features"} never vary in training, so nothing is learned from them; where they do vary later, their weights are still the initial ones.`,
      certain: true,
      ...(kind !== "images" && constant <= many ? { severity: "information" as const } : {}),
    };
  },
  cures(_, examination) {
    const names = constantColumns(examination);
    return names.length > 0
      ? [{ text: `Leave out the columns ${names.join(", ")}`, change: { ignore: names } }]
      : [{ text: "Leave the features out, or find where their values were lost" }];
  },
  seeds: [
    {
      what: "a third of the features, of images three quarters of the rows, are 0",
      data(healthy) {
        const width = sizeOf(healthy.train.inputs.shape.slice(1));
        if (width < 2) return undefined;
        const kept =
          healthy.train.inputs.shape.length === 4 ? width / 4 : Math.min(width - 1, Math.floor((2 * width) / 3));
        return changedData(healthy, (samples) => changedInputs(samples, (x, feature) => (feature < kept ? x : 0)));
      },
    },
  ],
});

/** The columns of a table whose features are all constant. */
function constantColumns({ data: { raw }, patient: { data } }: Examination): string[] {
  if (data.columns === undefined) return [];
  const varies = new Map<string, boolean>();
  raw.std.forEach((std, feature) => {
    const name = nameOf(feature, data);
    if (name !== undefined) varies.set(name, varies.get(name) === true || std > 0);
  });
  return [...varies].filter(([, varied]) => !varied).map(([name]) => name);
}

function nameOf(feature: number, data: Dataset): string | undefined {
  return nameOfFeature(feature, data)?.replace(/^column /, "");
}
