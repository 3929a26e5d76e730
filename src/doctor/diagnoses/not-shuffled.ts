import { take } from "../../data/split.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import type { Evidence } from "../finding.ts";
import { changedData } from "../seeds/changed-data.ts";

export const notShuffled = defineDiagnosis({
  name: "notShuffled",
  title: "Samples in a sorted order",
  summary: "Batches have samples of one kind each, so every step unlearns what the last ones taught.",
  source:
    "Bengio 2012, Practical recommendations for gradient-based training, section 3.1.2; Google, Interpreting loss curves: repeated sequences",
  group: "data",
  phase: "before",
  severity: "severe",
  signals: "the entropy of the classes within batches in the order of training, over that of batches drawn at random",
  thresholds: {
    entropy: { value: 0.5, why: "batches drawn at random have 1; sorted by class, between 0 and 0.2" },
  },
  avoid:
    "Silent for batches of fewer than four samples, which have few classes in any order. Without classes the variance of the targets is taken.",
  explains: ["doesNotLearn", "oscillates", "diverges", "overfits", "validationEasier"],
  find({ data: { batchEntropy, classCounts, samples }, patient: { training } }, { entropy }) {
    const { batchSize, shuffle } = training;
    if (batchSize < 4 || samples.train < 2 * batchSize) return undefined;
    if (!(batchEntropy < entropy)) return undefined;
    const evidence: Evidence[] = [
      {
        signal: `${classCounts === undefined ? "variance of the targets" : "entropy of the classes"} within a batch over that of random batches`,
        value: batchEntropy,
        threshold: entropy,
        beyond: "below",
      },
    ];
    if (shuffle === false)
      evidence.push({ signal: "whether epochs have an order of their own", value: 0, threshold: 1, beyond: "below" });
    return {
      where: "batches",
      evidence,
      meaning:
        "The samples come in a sorted order: a batch has few kinds of samples, and its gradient forgets all others. Training goes in circles once an epoch.",
      certain: true,
    };
  },
  cures: (_, { patient: { data } }) =>
    data.stream === undefined
      ? [{ text: "Shuffle the samples in every epoch", change: { shuffle: true } }]
      : [{ text: "Shuffle the file once, or give the stream a larger buffer to shuffle in" }],
  seeds: [
    {
      what: "sorted by target, not shuffled",
      recipe: () => ({ shuffle: false }),
      data: (healthy) =>
        changedData(
          healthy,
          (samples) => {
            const { shape, data } = samples.targets;
            const width = data.length / shape[0];
            const rows = Array.from({ length: shape[0] }, (_, i) => i);
            return take(
              samples,
              rows.sort((a, b) => data[a * width] - data[b * width]),
            );
          },
          ["train"],
        ),
    },
  ],
});
