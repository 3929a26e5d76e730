import { defineDiagnosis } from "../diagnosis.ts";
import { initCures } from "../init-cures.ts";
import { isPlain } from "../seeds/is-plain.ts";
import { layerRows } from "../signs/layer-rows.ts";

export const firstLossOff = defineDiagnosis({
  name: "firstLossOff",
  title: "A first loss far from chance",
  summary: "Before any step the loss is far above that of an answer that looks at no input.",
  source: "Karpathy 2019, A recipe for training neural networks; thresholds measured here",
  group: "training",
  phase: "probe",
  severity: "warning",
  signals: "the loss of the first weights over that of the simplest answer; the deviation of the first outputs",
  thresholds: {
    classes: { value: 2, why: "seven healthy networks had 1.0 to 1.5, raw inputs 45 to 67 times the loss of chance" },
    numbers: {
      value: 10,
      why: "outputs of He's weights alone add 2 to a loss of standardized targets that begins at 1",
    },
    outputs: { value: 4, why: "logits of a healthy start have a deviation of 0.2 to 2.5" },
  },
  avoid:
    "Silent about first weights whose signals fade: their loss is that of chance. A loss that begins too high costs some steps, no more, where everything else is sound.",
  find({ patient, probe }, limits) {
    if (probe === undefined || patient.training.given !== undefined) return undefined;
    const { firstLoss, simplestLoss, firstSignals } = probe;
    const most = patient.training.loss.predictions === undefined ? limits.numbers : limits.classes;
    const ratio = firstLoss.mean / simplestLoss;
    const least = (firstLoss.mean - 3 * firstLoss.error) / simplestLoss;
    const last = [...layerRows(firstSignals).values()].at(-1)?.[0];
    const infinite = !Number.isFinite(firstLoss.mean);
    if (!infinite && !(least > most)) return undefined;
    const evidence = [
      { signal: "first loss over that of the simplest answer", value: infinite ? 1e30 : ratio, threshold: most },
      ...(last !== undefined && !(last.std <= limits.outputs)
        ? [
            {
              signal: "deviation of the first outputs",
              value: last.std,
              threshold: limits.outputs,
              layer: last.layer,
              step: 1,
            },
          ]
        : []),
    ];
    return {
      where: last?.layer ?? "model",
      evidence,
      meaning: `The first loss is ${infinite ? "not finite" : `${ratio.toPrecision(2)} times that of an answer without any look at the inputs`}: the first weights or the inputs are too large, and the first steps go into undoing that.`,
    };
  },
  cures: (_, examination) => [
    ...(examination.patient.options.targetScaling === "none"
      ? [{ text: "Scale the targets", change: { targetScaling: "standardize" as const } }]
      : []),
    ...initCures(examination),
    { text: "Scale the inputs", change: { scaling: "standardize" } },
  ],
  seeds: [
    {
      what: "first weights from N(0, 1)",
      recipe: (healthy) => (isPlain(healthy) ? { init: "standardNormal" } : undefined),
      alsoRight: ["explodingSignals", "initActivationMisfit", "saturation"],
    },
    {
      what: "inputs as they are, from 0 to 255",
      recipe: (_, { train }) => (train.inputs.data instanceof Uint8Array ? { scaling: "none" } : undefined),
      alsoRight: ["unscaledInputs", "explodingSignals"],
    },
  ],
});
