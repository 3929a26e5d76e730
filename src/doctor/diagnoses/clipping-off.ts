import { defineDiagnosis } from "../diagnosis.ts";
import { clippingOf } from "../examine/clipped-share.ts";
import { median } from "../signs/median.ts";
import { simplestLossOf } from "../signs/simplest-loss-of.ts";

export const clippingOff = defineDiagnosis({
  name: "clippingOff",
  title: "Clipping that does not fit the gradients",
  summary: "Nearly every gradient is clipped far below its usual size, or a few huge ones pass unclipped.",
  source: "Godbole et al. 2023, Deep learning tuning playbook: clip at the 90th percentile of the norms",
  group: "training",
  phase: "during",
  severity: "warning",
  signals:
    "the share of clipped steps, and the median norm over the limit; without clipping, steps whose norm and whose loss are far beyond their medians",
  thresholds: {
    clipped: {
      value: 0.9,
      why: "the playbook warns above half; a limit of 1 clips half the steps of a sound network at first",
    },
    norm: { value: 10, why: "a limit of a tenth of the usual norm makes steps a tenth as long" },
    spike: { value: 30, why: "norms of sound runs stay within 10 of their median" },
    loss: { value: 5, why: "losses of batches of sound runs stay within 4 of their median" },
  },
  avoid: "Optimizers that divide by the size of the gradient, such as Adam, hardly notice a limit.",
  explains: ["rateTooLow", "doesNotLearn", "stoppedTooSoon"],
  find(examination, limits) {
    const { course, patient } = examination;
    if (course === undefined || course.steps.length < 20) return undefined;
    const taken = course.steps.slice(Math.floor(course.steps.length / 4)).filter(({ finite }) => finite);
    const usual = median(taken.map(({ gradientNorm = Number.NaN }) => gradientNorm));
    const clipping = clippingOf(patient.training.optimizer);
    if (clipping !== undefined && course.clipped !== undefined) {
      const over = usual / clipping.most;
      if (!(course.clipped > limits.clipped && over > limits.norm)) return undefined;
      return {
        where: "optimizer",
        evidence: [
          { signal: "share of clipped steps", value: course.clipped, threshold: limits.clipped },
          { signal: "median norm of the gradient over the limit", value: over, threshold: limits.norm },
        ],
        meaning: `Gradients of about ${usual.toPrecision(2)} are clipped to ${clipping.most}: the rate no longer means what it says, and steps are ${Math.round(over)} times shorter.`,
      };
    }
    const loss = median(taken.map((step) => step.loss));
    // Where nearly all is learned, every misread sample is far above the median.
    const least = Math.max(limits.loss * loss, simplestLossOf(examination) ?? 0);
    const spikes = taken.filter(
      ({ gradientNorm = 0, ...step }) => gradientNorm > limits.spike * usual && step.loss > least,
    );
    if (spikes.length < 2 || spikes.length > 0.2 * taken.length) return undefined;
    const worst = spikes.reduce((a, b) => ((b.gradientNorm ?? 0) > (a.gradientNorm ?? 0) ? b : a));
    return {
      where: "optimizer",
      evidence: [
        {
          signal: "norm of a gradient over the median",
          value: (worst.gradientNorm ?? 0) / usual,
          threshold: limits.spike,
          step: worst.step,
        },
        {
          signal: "loss of its batch over the median",
          value: worst.loss / loss,
          threshold: limits.loss,
          step: worst.step,
        },
      ],
      meaning: `${spikes.length} steps have gradients far above all others: each throws the weights off.`,
    };
  },
  cures(_, { course, patient }) {
    const norms = (course?.steps ?? []).filter(({ finite }) => finite).map(({ gradientNorm = 0 }) => gradientNorm);
    const sorted = norms.sort((a, b) => a - b);
    const limit = Number((sorted[Math.floor(0.9 * sorted.length)] ?? 1).toPrecision(2));
    const clipped = clippingOf(patient.training.optimizer) !== undefined;
    return [
      { text: `Clip at ${limit}, the 90th percentile of the norms`, change: { clip: limit } },
      ...(clipped ? [{ text: "Do not clip", change: { clip: undefined } }] : []),
    ];
  },
  seeds: [
    {
      what: "gradients clipped to a norm of 0.01",
      recipe: ({ optimizer }) => (/^(sgd|momentum)/.test(optimizer) ? { clip: 0.01 } : undefined),
      alsoRight: ["rateTooLow", "doesNotLearn", "stoppedTooSoon"],
    },
  ],
});
