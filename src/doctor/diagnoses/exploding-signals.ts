import { pow } from "../../exact-math/pow.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import type { Evidence } from "../finding.ts";
import { initCures } from "../init-cures.ts";
import { isPlain } from "../seeds/is-plain.ts";
import { isNormalization } from "../signs/kind-at.ts";
import { kernelRows, layerRows } from "../signs/layer-rows.ts";

export const explodingSignals = defineDiagnosis({
  name: "explodingSignals",
  title: "Signals that explode",
  summary: "From layer to layer signals grow, so that outputs, loss and gradients are huge before the first step.",
  source: "He et al. 2015, Delving deep into rectifiers; thresholds measured here",
  group: "training",
  phase: "probe",
  severity: "severe",
  signals:
    "at the first step: the largest deviation of a hidden layer, the growth from kernel to kernel, the loss against the simplest answer, gradients over weights",
  thresholds: {
    deviation: { value: 20, why: "hidden layers of healthy networks have 0.1 to 5" },
    growth: { value: 2, why: "He's weights keep the deviation; three layers that double it leave eight times" },
    loss: { value: 5, why: "healthy first losses are at most 3 times that of the simplest answer" },
    gradient: { value: 10, why: "healthy kernels have gradients of 0.005 to 1 of their own size" },
  },
  avoid: "What a normalization follows does not count: it is brought to one size again.",
  explains: [
    "firstLossOff",
    "diverges",
    "nonFiniteStep",
    "deadUnits",
    "saturation",
    "doesNotLearn",
    "clippingOff",
    "cannotOverfit",
    "vanishingGradients",
    "layerTooFast",
  ],
  find({ probe, patient }, limits) {
    if (probe === undefined) return undefined;
    const layers = [...layerRows(probe.firstSignals)].map(([path, [row]]) => ({ path, ...row }));
    const kernels = kernelRows(probe.firstSignals);
    const hidden = layers.filter(
      ({ path }, i) => i < layers.length - 1 && !isNormalization(layers[i + 1].path) && !isNormalization(path),
    );
    const largest = hidden.reduce((a, b) => (b.std > (a?.std ?? 0) ? b : a), hidden[0]);
    const evidence: Evidence[] = [];
    const add = (signal: string, value: number, threshold: number, layer?: string) => {
      if (!(value <= threshold))
        evidence.push({
          signal,
          value: Number.isFinite(value) ? value : 1e30,
          threshold,
          step: 1,
          ...(layer !== undefined && { layer }),
        });
    };
    if (largest !== undefined) add("deviation of a hidden layer", largest.std, limits.deviation, largest.path);
    if (!layers.some(({ path }) => isNormalization(path)) && kernels.length > 3) {
      const deviations = kernels.map(({ layer }) => layers.find(({ path }) => path === layer)?.std ?? 0);
      const [first, last] = [deviations[0], deviations[deviations.length - 1]];
      if (first > 0)
        add("growth of deviations from kernel to kernel", pow(last / first, 1 / (kernels.length - 1)), limits.growth);
    }
    if (evidence.length === 0) return undefined; // loss and gradients alone have other causes too
    if (patient.training.given === undefined)
      add("first loss over that of the simplest answer", probe.firstLoss.mean / probe.simplestLoss, limits.loss);
    const steepest = kernels.reduce((most, { rows }) => Math.max(most, rows[0].gradient), 0);
    add("gradient of a kernel over its own size", steepest, limits.gradient);
    if (evidence.length < 2) return undefined;
    return {
      where: largest?.path ?? "model",
      evidence,
      meaning: `The deviation in the hidden layers reaches ${largest?.std.toPrecision(2)} before the first step: any step of a usual size throws the network far off.`,
    };
  },
  cures: (_, examination) => [
    ...initCures(examination),
    { text: "Scale the inputs", change: { scaling: "standardize" } },
    { text: "Normalize before each activation", change: { norm: "batch" } },
  ],
  seeds: [
    {
      what: "five layers with weights from N(0, 1)",
      recipe: (healthy) =>
        isPlain(healthy) ? { hidden: [64, 64, 64, 64], activation: "relu", init: "standardNormal" } : undefined,
      alsoRight: ["firstLossOff", "initActivationMisfit", "saturation"],
    },
  ],
});
