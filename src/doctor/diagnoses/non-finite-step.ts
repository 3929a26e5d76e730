import { sampleCount } from "../../data/dataset.ts";
import { take } from "../../data/split.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import { rateCures } from "../rate-cures.ts";

export const nonFiniteStep = defineDiagnosis({
  name: "nonFiniteStep",
  title: "Steps that were not finite",
  summary: "Loss, gradient or update of a step was not finite, so that the step was left out.",
  source: "by definition",
  group: "training",
  phase: "during",
  severity: "severe",
  signals: "steps that were left out, and the first operation whose result was not finite",
  thresholds: { skipped: { value: 0, why: "in a sound run every step is taken" } },
  avoid: "A step that is left out does no harm by itself; what made it not finite does.",
  find({ course }, { skipped }) {
    if (course === undefined || !(course.skippedSteps > skipped)) return undefined;
    const rare = course.skippedSteps < 0.01 * course.steps.length;
    const step = course.steps.find(({ finite }) => !finite)?.step;
    return {
      where: course.nonFinite ?? "step",
      certain: true,
      ...(rare && { severity: "warning" as const }),
      evidence: [
        {
          signal: "steps that were left out",
          value: course.skippedSteps,
          threshold: skipped,
          ...(step !== undefined && { step }),
        },
      ],
      meaning: `${course.skippedSteps} of ${course.steps.length} steps changed nothing${course.nonFinite === undefined ? "" : `: ${course.nonFinite}, was the first that was not finite`}.`,
    };
  },
  cures: (_, examination) => [
    ...(/sample/.test(examination.course?.nonFinite ?? "")
      ? [{ text: "Look at the sample that is named, and mend it or leave it out" }]
      : []),
    ...rateCures(examination, 0.1),
    { text: "Scale the inputs", change: { scaling: "standardize" } },
    { text: "Clip the gradient", change: { clip: 1 } },
  ],
  seeds: [
    {
      what: "one sample of 1e30",
      data(healthy) {
        if (!(healthy.train.inputs.data instanceof Float32Array)) return undefined;
        const all = Array.from({ length: sampleCount(healthy.train) }, (_, i) => i);
        const train = take(healthy.train, all);
        const width = train.inputs.data.length / all.length;
        train.inputs.data.fill(1e30, 0, width);
        return { ...healthy, train };
      },
      alsoRight: ["unscaledInputs", "diverges", "explodingSignals", "firstLossOff", "shiftedParts"],
    },
  ],
});
