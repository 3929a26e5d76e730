import { defineDiagnosis } from "../diagnosis.ts";
import type { Evidence } from "../finding.ts";
import { rateCures } from "../rate-cures.ts";
import { kernelRows, medianOf } from "../signs/layer-rows.ts";
import { rateOf } from "../signs/rate-of.ts";

export const rateOutOfRange = defineDiagnosis({
  name: "rateOutOfRange",
  title: "A learning rate far from what suits the optimizer",
  summary: "The learning rate is far above, or below, those with which this optimizer works.",
  source: "Schoop et al. 2021, UMLAUT; Wardat et al. 2022, DeepDiagnosis; both with one range for all optimizers",
  group: "structure",
  phase: "before",
  severity: "warning",
  signals: "the learning rate over the optimizer's default; how far a step moves the liveliest kernel, over its size",
  thresholds: {
    high: {
      value: 30,
      why: "healthy runs are within about ten times the default; one range for all warns on every sixth of them",
    },
    low: { value: 0.01, why: "fine-tuning takes a tenth to a hundredth of the default" },
    far: { value: 0.08, why: "healthy kernels move by 8e-4 to 0.043 of their size in a step" },
    near: { value: 1.5e-4, why: "healthy ones as above; those of a rate of 1e-6 move by 5e-6" },
  },
  avoid:
    "A rate alone is information: a warning takes kernels that move too far, or hardly. Silent about low rates for weights that were trained before.",
  explains: [
    "diverges",
    "rateTooLow",
    "layerTooFast",
    "nonFiniteStep",
    "oscillates",
    "deadUnits",
    "saturation",
    "doesNotLearn",
    "explodingSignals",
    "overRegularized",
    "clippingOff",
    "lossIsNotMetric",
    "stoppedTooSoon",
  ],
  find(examination, limits) {
    const { course, patient } = examination;
    const { rate, usual } = rateOf(examination);
    const times = rate / usual;
    const isHigh = times > limits.high;
    if (!isHigh && !(times < limits.low && patient.training.given === undefined)) return undefined;
    const moves = kernelRows(course?.signals ?? []).map(({ rows }) => medianOf(rows, ({ ratio }) => ratio));
    const move = Math.max(...moves.filter(Number.isFinite));
    const evidence: Evidence[] = [
      {
        signal: "learning rate over the default of the optimizer",
        value: times,
        threshold: isHigh ? limits.high : limits.low,
        beyond: isHigh ? "above" : "below",
      },
    ];
    const limit = isHigh ? limits.far : limits.near;
    const signal = "movement of the liveliest kernel in a step, over its size";
    if (isHigh ? move > limit : move > 0 && move < limit)
      evidence.push({ signal, value: move, threshold: limit, beyond: isHigh ? "above" : "below" });
    const lost = course?.stopped?.reason === "diverged" || (course?.skippedSteps ?? 0) > 0;
    if (isHigh && lost)
      evidence.push({ signal: "steps that were not finite", value: course?.skippedSteps || 1, threshold: 0 });
    return {
      where: "optimizer",
      evidence,
      meaning: isHigh
        ? `A rate of ${rate} is ${Number(times.toPrecision(2))} times the default of this optimizer: steps jump over what they are to reach.`
        : `A rate of ${rate} is a ${Number((1 / times).toPrecision(2))}th of the default of this optimizer: steps hardly move the weights.`,
    };
  },
  cures({ evidence: [{ beyond }] }, examination) {
    return [
      ...rateCures(examination, beyond === "below" ? 10 : 0.1),
      { text: "Measure which rate suits: evenkeel find-rate" },
    ];
  },
  seeds: [
    {
      what: "Adam at a rate of 0.3",
      recipe: () => ({ optimizer: "adam", learningRate: 0.3 }),
      alsoRight: ["diverges"],
    },
    {
      what: "Adam at a rate of 1e-6",
      recipe: () => ({ optimizer: "adam", learningRate: 1e-6 }),
      alsoRight: ["rateTooLow", "doesNotLearn"],
    },
  ],
});
