import { defineDiagnosis } from "../diagnosis.ts";
import { initCures } from "../init-cures.ts";
import { isPlain } from "../seeds/is-plain.ts";
import { kernelRows } from "../signs/layer-rows.ts";

export const layerStuck = defineDiagnosis({
  name: "layerStuck",
  title: "A layer that does not move",
  summary: "The weights of a layer stay exactly as they were drawn.",
  source: "Amazon SageMaker Debugger, rule UnchangedTensor",
  group: "training",
  phase: "during",
  severity: "severe",
  signals: "the movement of a kernel in each recorded step; kernels with drawn weights that are frozen",
  thresholds: {
    steps: {
      value: 2,
      why: "one step without movement may be a rate of 0 or a batch without loss; three are none of these",
    },
    frozen: { value: 0, why: "frozen weights that were never trained are random numbers" },
  },
  avoid: "Weights that were given, and then frozen, are meant to stay.",
  explains: ["doesNotLearn"],
  find({ course, patient }, limits) {
    if (course === undefined || course.signals.length === 0) return undefined;
    const { model, optimizer, given = {} } = patient.training;
    const kernels = kernelRows(course.signals).filter(({ rows }) => rows.length > limits.steps);
    const moving = kernels.filter(({ rows }) => rows.some(({ ratio }) => ratio > 0));
    const stuck = kernels
      .filter((kernel) => !moving.includes(kernel))
      .map(({ layer, rows }) => {
        const evidence = [
          {
            signal: "recorded steps, none of which moved the kernel",
            value: rows.length,
            threshold: limits.steps,
            layer,
          },
        ];
        const meaning = `No gradient reaches the weights of ${layer}: they are the random numbers that they began with.`;
        return { where: layer, evidence, meaning, certain: true };
      });
    const drawn = (name: string) => model.parameters[name]?.shape.length > 1 && !(name in given);
    const frozen = (optimizer.frozen?.(Object.keys(model.parameters)) ?? [])
      .filter(drawn)
      .map((name) => name.slice(0, name.lastIndexOf("/")));
    const asleep = [...new Set(frozen)].map((layer) => ({
      where: layer,
      certain: true,
      severity: "warning" as const,
      evidence: [{ signal: "frozen kernels with drawn weights", value: 1, threshold: limits.frozen, layer }],
      meaning: `${layer} is frozen, but its weights were never trained: it passes on random mixtures of its inputs.`,
    }));
    return [...stuck, ...asleep];
  },
  cures: (found, examination) =>
    examination.patient.recipe?.freeze !== undefined && found.severity === "warning"
      ? [
          { text: "Train all layers", change: { freeze: undefined } },
          { text: "Begin with weights that were trained before: weights" },
        ]
      : [
          ...initCures(examination),
          { text: "Use an activation with a slope everywhere", change: { activation: "leakyRelu" } },
        ],
  seeds: [
    {
      what: "first weights of zero",
      recipe: (healthy) => (isPlain(healthy) ? { init: "zeros" } : undefined),
      alsoRight: ["symmetricWeights", "cannotOverfit", "vanishingGradients", "doesNotLearn"],
    },
    {
      what: "the first layer frozen as it was drawn",
      recipe: ({ model, hidden }) => (model === "mlp" && hidden !== undefined ? { freeze: "1.dense" } : undefined),
    },
  ],
});
