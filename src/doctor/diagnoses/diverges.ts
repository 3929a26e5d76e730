import { defineDiagnosis } from "../diagnosis.ts";
import type { Measured } from "../examination.ts";
import type { Evidence } from "../finding.ts";
import { rateCures } from "../rate-cures.ts";
import { isPlain } from "../seeds/is-plain.ts";
import { isAbove, lossWindows } from "../signs/loss-windows.ts";

export const diverges = defineDiagnosis({
  name: "diverges",
  title: "Training that diverges",
  summary: "The loss rises again after it fell, or leaps far above where it began.",
  source: "Godbole et al. 2023, Deep learning tuning playbook; Ben Braiek and Khomh 2023, TheDeepChecker",
  group: "training",
  phase: "during",
  severity: "severe",
  signals:
    "mean losses over windows of at least 8 steps: the last over the smallest, the largest over the first; the same of evaluations on the training part; the norm of the kernels over that of the first weights",
  thresholds: {
    rise: { value: 2, why: "TheDeepChecker: twice the smallest smoothed loss" },
    leap: {
      value: 1.8,
      why: "healthy runs stay below 1.2 of their first loss; Adam at 0.1 reaches 2.4, gradient descent at 3 eight",
    },
    growth: {
      value: 4,
      why: "norms of sound runs grow by a twentieth to a half in 600 steps, at rates that are too high ninefold",
    },
    kept: {
      value: 0.3,
      why: "a run that has less than a third of its first loss left at the end has made up for a bad start",
    },
  },
  avoid:
    "A rise of the validation loss alone is overfitting. A schedule with restarts lets the loss rise, by less than twice.",
  explains: [
    "nonFiniteStep",
    "deadUnits",
    "saturation",
    "doesNotLearn",
    "oscillates",
    "layerTooFast",
    "overRegularized",
    "clippingOff",
    "lossIsNotMetric",
  ],
  find({ course }, limits) {
    if (course === undefined) return undefined;
    const evidence: Evidence[] = [];
    const add = (signal: string, value: number, threshold: number) => {
      if (value > threshold) evidence.push({ signal, value, threshold });
    };
    const losses = lossWindows(course.steps);
    const measured = course.evaluations.map(({ train, weightNorm }) => ({ loss: train.loss, weightNorm }));
    const [start, end] = [measured[0]?.loss, measured.at(-1)?.loss];
    if (start !== undefined && end !== undefined && measured.length > 2) {
      const learned = end.mean < limits.kept * start.mean; // a bad start that was made up for
      const [least, last] = [smallest(losses), losses.at(-1)];
      if (!learned && least !== undefined && last !== undefined && isAbove(last, least))
        add("last mean loss over the smallest", last.mean / least.mean, limits.rise);
      const best = smallest(measured.map(({ loss }) => loss));
      if (!learned && best !== undefined && isAbove(end, best))
        add("last loss on training samples, in inference mode, over the smallest", end.mean / best.mean, limits.rise);
      if (!learned) {
        add(
          "largest mean loss over that of the first weights",
          Math.max(...losses.map(({ mean }) => mean)) / start.mean,
          limits.leap,
        );
        const norms = measured.map(({ weightNorm }) => weightNorm);
        if (norms[0] > 0) add("growth of the norm of the kernels", Math.max(...norms) / norms[0], limits.growth);
      }
    }
    const diverged = course.stopped?.reason === "diverged";
    if (diverged) add("steps in a row that could not be taken", 10, 9);
    if (evidence.length < 2 && !diverged) return undefined;
    return {
      where: "optimizer",
      evidence,
      certain: diverged,
      meaning: diverged
        ? "The loss or its gradient is no longer finite: the run ended by that."
        : "Steps overshoot: what was learned is lost again, and the weights grow.",
    };
  },
  cures: (_, examination) => [
    ...rateCures(examination, 0.1),
    ...(examination.patient.recipe?.clip === undefined ? [{ text: "Clip the gradient", change: { clip: 1 } }] : []),
    { text: "Begin with small steps", change: { schedule: "warmup(100)" } },
  ],
  seeds: [
    {
      what: "plain gradient descent at a rate of 3",
      recipe: (healthy) => (isPlain(healthy) ? { optimizer: "sgd", learningRate: 3 } : undefined),
      alsoRight: ["rateOutOfRange", "nonFiniteStep", "layerTooFast", "deadUnits", "doesNotLearn"],
    },
    {
      what: "Adam at a rate of 0.3",
      recipe: (healthy) => (isPlain(healthy) ? { optimizer: "adam", learningRate: 0.3 } : undefined),
      alsoRight: ["rateOutOfRange", "nonFiniteStep", "layerTooFast", "deadUnits", "doesNotLearn"],
    },
  ],
});

function smallest(measures: readonly Measured[]): Measured | undefined {
  return measures.reduce<Measured | undefined>(
    (least, one) => (least === undefined || one.mean < least.mean ? one : least),
    undefined,
  );
}
