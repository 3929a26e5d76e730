import { inputShape } from "../../data/dataset.ts";
import { sizeOf } from "../../graph/shape.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import { initCures } from "../init-cures.ts";
import { isPlain } from "../seeds/is-plain.ts";

export const cannotOverfit = defineDiagnosis({
  name: "cannotOverfit",
  title: "A few samples cannot be learned by heart",
  summary:
    "Trained on the same 16 samples again and again, without dropout and penalties, the network still does not know them.",
  source: "Karpathy 2019, A recipe for training neural networks; Ben Braiek and Khomh 2023, TheDeepChecker",
  group: "training",
  phase: "probe",
  severity: "severe",
  signals:
    "the share of 16 samples that is wrong after at most 60 steps of Adam at a rate of 0.01, then of 0.001; the share of their loss that is left",
  thresholds: {
    wrong: { value: 0.25, why: "healthy networks end at 0 in 60 steps where the samples can be told apart by a plane" },
    left: { value: 0.5, why: "healthy networks keep less than 0.01 of the loss" },
    few: {
      value: 0.9,
      why: "with fewer inputs than samples, samples may lie too close together for 60 steps: only no progress at all counts",
    },
  },
  avoid:
    "It is tried by Adam, whatever the optimizer, so that a rate that is off is not taken for a model that cannot learn. Wrong labels do not matter: they are learned by heart too.",
  explains: ["doesNotLearn"],
  find({ probe, data, patient }, limits) {
    if (probe === undefined) return undefined;
    const { before, after, wrong, samples } = probe.byHeart;
    const inputs = sizeOf(inputShape(patient.data.train));
    const most = inputs < samples || data.contradicted > 0.1 ? limits.few : limits.left;
    // A first loss that is too high must not count as something that was learned.
    const left = after / Math.min(before, Math.max(probe.simplestLoss, 0) || before);
    if (!(wrong > limits.wrong || Number.isNaN(wrong)) || left <= most) return undefined;
    const { task, options } = patient;
    const unscaled = options.targetScaling === "none" ? ", or the targets, which are not scaled, are out of reach" : "";
    return {
      where: "model",
      evidence: [
        {
          signal: task === "regression" ? `1 − R² of ${samples} samples` : `share of ${samples} samples that is wrong`,
          value: Number.isNaN(wrong) ? 1 : wrong,
          threshold: limits.wrong,
        },
        { signal: "share of the loss that is left", value: Number.isFinite(left) ? left : 1e30, threshold: most },
      ],
      meaning: `Not even ${samples} samples are learned by heart in ${probe.byHeart.steps} steps: something between inputs and loss lets no gradient through, or is wired wrongly${unscaled}.`,
    };
  },
  cures: (_, examination) => [
    ...(examination.patient.options.targetScaling === "none"
      ? [{ text: "Scale the targets", change: { targetScaling: "standardize" as const } }]
      : []),
    ...initCures(examination),
    { text: "Leave the loss to the task", change: { loss: undefined } },
    { text: "Look through the layers from the inputs on for one that gives the same for all samples" },
  ],
  seeds: [
    {
      what: "first weights of zero",
      recipe: (healthy) => (isPlain(healthy) ? { init: "zeros" } : undefined),
      alsoRight: ["symmetricWeights", "layerStuck", "vanishingGradients", "doesNotLearn"],
    },
  ],
});
