import { defineDiagnosis } from "../diagnosis.ts";
import { meanOf } from "../examine/means.ts";
import { rateCures } from "../rate-cures.ts";
import { isPlain } from "../seeds/is-plain.ts";
import { kernelRows, medianOf } from "../signs/layer-rows.ts";

export const layerTooFast = defineDiagnosis({
  name: "layerTooFast",
  title: "A layer that moves too fast",
  summary: "Each step changes the weights of a layer by more than a tenth of their size.",
  source: "CS231n, Neural networks 3; Ben Braiek and Khomh 2023, TheDeepChecker; threshold measured here",
  group: "training",
  phase: "during",
  severity: "warning",
  signals:
    "the movement of a step over the size of the kernel, its mean in the first quarter of the steps and its median in the last half; the norm of the kernel over that of its first weights",
  thresholds: {
    move: { value: 0.1, why: "healthy kernels move by 8e-4 to 0.043; TheDeepChecker allows a tenth" },
    growth: { value: 4, why: "kernels of sound runs grow by a twentieth to a half in 600 steps" },
  },
  avoid: "Silent about kernels that begin at 0, which have to grow fast at first.",
  explains: ["oscillates", "deadUnits", "doesNotLearn"],
  find({ course }, limits) {
    if (course === undefined) return undefined;
    const kernels = kernelRows(course.signals).filter(({ rows }) => rows.length >= 8 && rows[0].norm > 0);
    const fast = kernels.flatMap(({ layer, rows }) => {
      const quarter = rows.slice(0, Math.ceil(rows.length / 4));
      const signs = [
        {
          signal: "movement in a step over the size of the kernel, in the first quarter",
          value: meanOf(quarter.map(({ ratio }) => ratio)).mean,
          threshold: limits.move,
          layer,
        },
        {
          signal: "movement in a step over the size of the kernel, in the last half",
          value: medianOf(rows.slice(rows.length / 2), ({ ratio }) => ratio),
          threshold: limits.move,
          layer,
        },
        {
          signal: "norm of the kernel over that of its first weights",
          value: Math.max(...rows.map(({ norm }) => norm)) / rows[0].norm,
          threshold: limits.growth,
          layer,
        },
      ].filter(({ value, threshold }) => value > threshold);
      return signs.length < 2 ? [] : [{ layer, signs }];
    });
    const [first] = fast;
    if (first === undefined) return undefined;
    const all = fast.length === kernels.length && fast.length > 1;
    const where = all ? "optimizer" : first.layer;
    return {
      where,
      evidence: first.signs,
      meaning: `Steps change ${all ? "all kernels" : `the kernel of ${first.layer}`} by a large part of their size: what was learned before is overwritten, and the weights grow.`,
    };
  },
  cures: (found, examination) => [
    ...rateCures(examination, 0.1),
    ...(found.where === "optimizer"
      ? []
      : [{ text: `Give ${found.where} a rate of its own: perLayerRate({ "${found.where}": 0.1 })` }]),
    { text: "Begin with small steps", change: { schedule: "warmup(100)" } },
  ],
  seeds: [
    {
      what: "Adam at a rate of 0.3",
      recipe: (healthy) => (isPlain(healthy) ? { optimizer: "adam", learningRate: 0.3 } : undefined),
      alsoRight: ["diverges", "rateOutOfRange", "deadUnits", "doesNotLearn"],
    },
  ],
});
