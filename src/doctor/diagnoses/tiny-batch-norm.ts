import { sizeOf } from "../../graph/shape.ts";
import { layerNorm } from "../../model/layers/layer-norm.ts";
import { defined } from "../../options/defined.ts";
import { changedModel } from "../changed-model.ts";
import { defineDiagnosis } from "../diagnosis.ts";

export const tinyBatchNorm = defineDiagnosis({
  name: "tinyBatchNorm",
  title: "Batch normalization of tiny batches",
  summary: "batchNorm() takes its statistics from so few samples that they are noise, in training and afterwards.",
  source: "Ioffe 2017, Batch Renormalization, section 1; Wu and He 2018, Group Normalization, figure 1",
  group: "structure",
  phase: "before",
  severity: "warning",
  signals: "samples in a batch, values of each feature; the loss in training over that in inference",
  thresholds: {
    samples: {
      value: 8,
      why: "from 8 samples on the error of batch normalization rises steeply (Wu and He, figure 1)",
    },
    values: { value: 16, why: "the error of a variance is √(2/n) of it: a third for 16 values" },
    modes: { value: 1.5, why: "the two modes differ by half (TheDeepChecker's limit)" },
  },
  avoid:
    "Of images each feature has many values a sample: there a small batch alone is information, until the two modes differ. Silent where statistics are frozen.",
  explains: ["oscillates", "doesNotLearn", "cannotOverfit", "overfits", "lossIsNotMetric"],
  find({ patient: { training }, layers, probe }, { samples, values, modes }) {
    const { batchSize } = training;
    const frozen = new Set(training.optimizer.frozen?.(Object.keys(training.model.parameters)));
    const norms = layers.filter(
      ({ kind, path, parameters }) =>
        kind === "batchNorm" && !Object.keys(parameters).some((name) => frozen.has(`${path}/${name}`)),
    );
    if (norms.length === 0 || batchSize >= samples) return undefined;
    const counts = norms.map(({ inputShape }) => batchSize * sizeOf(inputShape.slice(0, -1)));
    const fewest = Math.min(...counts);
    const where = norms[counts.indexOf(fewest)]?.path ?? "model";
    const { training: noisy, inference } = probe?.modes ?? { training: 0, inference: 0 };
    const ratio = noisy > 0 && inference > 0 ? Math.max(noisy / inference, inference / noisy) : 1;
    return {
      where,
      evidence: [
        { signal: "samples in a batch", value: batchSize, threshold: samples, beyond: "below", layer: where },
        ...(fewest < values
          ? [
              {
                signal: "values of each feature in a batch",
                value: fewest,
                threshold: values,
                beyond: "below",
                layer: where,
              } as const,
            ]
          : []),
        ...(ratio > modes
          ? [{ signal: "loss in one mode over that in the other", value: ratio, threshold: modes }]
          : []),
      ],
      meaning:
        batchSize === 1 && fewest === 1
          ? "A single value has no variance: with batches of 1 the layer only scales and shifts, by statistics that never change."
          : `Mean and variance of ${fewest} values are mostly chance, so each sample is changed by its neighbors, and inference uses other statistics than training saw.`,
    };
  },
  cures(_, { patient, layers, data }) {
    const norms = layers.filter(({ kind }) => kind === "batchNorm").map(({ path }) => path);
    const batchSize = Math.min(32, data.samples.train);
    const change = changedModel(patient, new Map(norms.map((path) => [path, () => [layerNorm()]])), { norm: "layer" });
    return [
      { text: `Take larger batches: ${batchSize} samples`, change: { batchSize } },
      { text: "Normalize each sample by itself: layerNorm()", ...defined({ change }) },
    ];
  },
  seeds: [
    {
      what: "batches of 2",
      recipe: ({ norm, model }) => (norm === "batch" || /batchNorm/.test(String(model)) ? { batchSize: 2 } : undefined),
      alsoRight: ["batchSizeOff"],
    },
  ],
});
