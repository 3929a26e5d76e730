import { pow } from "../../exact-math/pow.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import type { Evidence } from "../finding.ts";
import { isPlain } from "../seeds/is-plain.ts";
import { isNormalization } from "../signs/kind-at.ts";
import { kernelRows, layerRows, medianOf } from "../signs/layer-rows.ts";

export const vanishingGradients = defineDiagnosis({
  name: "vanishingGradients",
  title: "Gradients that vanish",
  summary:
    "From the outputs to the first layers gradients lose more than a thousandth of their size, or signals fade on their way forward.",
  source:
    "Glorot and Bengio 2010; Zhang et al. 2021, AutoTrainer (first over last below 1e-3); thresholds measured here",
  group: "training",
  phase: "during",
  severity: "severe",
  signals:
    "gradient over weight of the first kernel against the last; ∂L/∂output of the first layer against the last; the fall of deviations from layer to layer; the loss against chance",
  thresholds: {
    gradients: { value: 1e-3, why: "AutoTrainer; healthy networks of 2 to 20 layers have 0.02 to 10" },
    signals: { value: 1e-2, why: "AutoTrainer's 1e-3 misses six sigmoids with 7e-4; healthy networks have 0.05 to 20" },
    fade: { value: 0.5, why: "four layers in a row that halve the deviation leave a sixteenth" },
    moves: { value: 1e-2, why: "the first kernel moves by less than a hundredth of what the last one does" },
    learned: { value: 0.05, why: "a network that learns loses a third of its loss in 50 steps" },
  },
  avoid:
    "Adam hides it: its steps have one size whatever the gradient. Parts that begin with gains of zero pass gradients on later.",
  explains: ["doesNotLearn", "rateTooLow", "layerStuck", "cannotOverfit"],
  find({ course, probe }, limits) {
    const signals = course?.signals ?? [];
    const kernels = kernelRows(signals).filter(({ rows }) => rows.length > 0);
    if (kernels.length < 3) return undefined;
    const early = (of: (typeof kernels)[number]) =>
      medianOf(of.rows.slice(0, Math.ceil(of.rows.length / 2)), ({ gradient }) => gradient);
    const [firstKernel, lastKernel] = [kernels[0], kernels[kernels.length - 1]];
    const evidence: Evidence[] = [];
    const below = (signal: string, value: number, threshold: number, layer?: string) => {
      if (value < threshold)
        evidence.push({ signal, value, threshold, beyond: "below", ...(layer !== undefined && { layer }) });
    };
    below(
      "gradient over weight of the first kernel against the last",
      early(firstKernel) / early(lastKernel),
      limits.gradients,
      firstKernel.layer,
    );
    const layers = [...layerRows(signals)];
    const withGradient = layers.filter(([, rows]) => rows[0].gradientStd !== undefined);
    if (withGradient.length > 2) {
      const of = ([, rows]: (typeof layers)[number]) =>
        medianOf(rows.slice(0, Math.ceil(rows.length / 2)), ({ gradientStd }) => gradientStd);
      below(
        "gradient of the first layer's outputs against the last",
        of(withGradient[0]) / of(withGradient[withGradient.length - 1]),
        limits.signals,
        withGradient[0][0],
      );
    }
    const moved = (of: (typeof kernels)[number]) => medianOf(of.rows, ({ ratio }) => ratio);
    below(
      "movement of the first kernel against the last",
      moved(firstKernel) / moved(lastKernel),
      limits.moves,
      firstKernel.layer,
    );
    if (!layers.some(([path]) => isNormalization(path))) {
      const deviations = kernels.map(({ layer }) => layers.find(([path]) => path === layer)?.[1][0].std ?? Number.NaN);
      const falls = deviations.slice(1).map((std, i) => std / deviations[i]);
      let [best, run] = [Number.NaN, [] as number[]];
      for (const fall of falls) {
        run = fall < limits.fade ? [...run, fall] : [];
        if (run.length >= 4)
          best = pow(
            run.reduce((a, b) => a * b, 1),
            1 / run.length,
          );
      }
      below("deviation of the outputs over that of the layer before, over four layers", best, limits.fade);
    }
    if (evidence.length === 0) return undefined;
    const loss = course?.evaluations.at(-1)?.train.loss;
    const simplest = probe?.simplestLoss ?? course?.evaluations[0]?.train.loss?.mean;
    if (loss !== undefined && simplest !== undefined && (course?.steps.length ?? 0) >= 20)
      below("share of the loss of the simplest answer that was learned", 1 - loss.mean / simplest, limits.learned);
    if (evidence.length < 2) return undefined;
    return {
      where: firstKernel.layer,
      evidence,
      meaning: "Hardly anything of the loss reaches the first layers: they stay as they were drawn.",
    };
  },
  cures: () => [
    { text: "Use ReLU, whose slope is 1", change: { activation: "relu", init: "heNormal" } },
    { text: "Normalize before each activation", change: { norm: "batch" } },
    { text: "Lead signals past the layers: residual([…]) around them" },
  ],
  seeds: [
    {
      what: "eight layers of sigmoids",
      recipe: (healthy) =>
        isPlain(healthy) ? { model: "mlp", hidden: Array(8).fill(64), activation: "sigmoid" } : undefined,
      alsoRight: ["initActivationMisfit", "doesNotLearn", "cannotOverfit"],
    },
    {
      what: "eight layers with weights from N(0, 1/n), 1/n being the deviation",
      recipe: (healthy) =>
        isPlain(healthy)
          ? { model: "mlp", hidden: Array(8).fill(64), activation: "relu", init: "gaussian" }
          : undefined,
      alsoRight: ["initActivationMisfit", "doesNotLearn", "cannotOverfit", "rateTooLow"],
    },
  ],
});
