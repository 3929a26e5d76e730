import { sampleCount } from "../../data/dataset.ts";
import { defineDiagnosis, type Found } from "../diagnosis.ts";
import type { Examination } from "../examination.ts";

export const batchSizeOff = defineDiagnosis({
  name: "batchSizeOff",
  title: "A batch size that does not suit the data",
  summary: "Batches are so large that the run has few steps, or so small that a step is mostly noise.",
  source: "Masters and Luschi 2018; McCandlish et al. 2018; Schneider et al. 2021, Cockpit",
  group: "structure",
  phase: "before",
  severity: "warning",
  signals:
    "the share of the training samples in a batch and the steps of the whole run; samples in a batch, and the steps of an epoch or the cosine of the gradients of two halves",
  thresholds: {
    share: { value: 0.25, why: "four steps an epoch: sixteen epochs have 64 steps" },
    steps: {
      value: 200,
      why: "healthy runs take a third of their first loss away in about 50 steps, and need some hundred",
    },
    few: {
      value: 4,
      why: "2 to 32 samples is the range of the best results (Masters and Luschi); below 4 the engine is idle",
    },
    epoch: { value: 300, why: "more steps an epoch than a whole small run needs" },
    cosine: { value: 0.05, why: "gradients of two halves that have nothing in common" },
  },
  avoid: "Silent about batches of up to 64 samples, and about full batches in runs of many steps.",
  explains: ["stoppedTooSoon", "oscillates", "doesNotLearn", "rateTooLow", "tinyBatchNorm"],
  find({ patient, data, probe }, limits) {
    const { batchSize, samples, progress, maxSteps = Number.POSITIVE_INFINITY } = patient.training;
    const steps = Math.min(maxSteps, progress.totalSteps);
    const share = batchSize / samples;
    if (batchSize > SMALL && share > limits.share) {
      if (!(steps < limits.steps)) return undefined;
      return {
        where: "batchSize",
        evidence: [
          { signal: "share of the training samples in a batch", value: share, threshold: limits.share },
          { signal: "steps of the whole run", value: steps, threshold: limits.steps, beyond: "below" },
        ],
        meaning: `With batches of ${batchSize} of ${data.samples.train} samples the weights move ${steps} times in all. Smaller batches see as many samples in more steps.`,
      };
    }
    if (!(batchSize < limits.few && samples > SMALL)) return undefined;
    const cosine = probe?.halves;
    const found: Found = {
      where: "batchSize",
      evidence: [
        { signal: "samples in a batch", value: batchSize, threshold: limits.few, beyond: "below" },
        ...(progress.stepsPerEpoch > limits.epoch
          ? [{ signal: "steps of an epoch", value: progress.stepsPerEpoch, threshold: limits.epoch }]
          : []),
        ...(cosine !== undefined && cosine.mean + cosine.error < limits.cosine
          ? [
              {
                signal: "cosine of the gradients of two halves",
                value: cosine.mean,
                threshold: limits.cosine,
                beyond: "below" as const,
              },
            ]
          : []),
      ],
      meaning: `A step goes by ${batchSize === 1 ? "a single sample" : `${batchSize} samples`}, so most of it is chance; and it takes about as long as one by 32 samples.`,
    };
    return found;
  },
  cures(found, examination) {
    const batchSize = usualBatch(examination);
    const isLarge = found.evidence[0]?.beyond !== "below";
    return [
      {
        text: `Take batches of ${batchSize}${isLarge ? "" : ", and raise the rate with it if need be"}`,
        change: { batchSize },
      },
    ];
  },
  seeds: [
    {
      what: "all samples in a batch",
      recipe: (_, data) =>
        sampleCount(data.train) > 4 * SMALL ? { batchSize: sampleCount(data.train), epochs: 10 } : undefined,
      alsoRight: ["stoppedTooSoon", "doesNotLearn", "rateTooLow"],
    },
    {
      what: "one sample in a batch",
      recipe: ({ norm }, data) =>
        sampleCount(data.train) > 4 * SMALL && norm !== "batch" ? { batchSize: 1 } : undefined,
      alsoRight: ["oscillates", "tinyBatchNorm"],
    },
  ],
});

/** Up to so many samples a batch is never too large. */
const SMALL = 64;

function usualBatch({ patient: { training } }: Examination): number {
  return Math.max(1, Math.min(32, Math.floor(training.samples / 8)));
}
