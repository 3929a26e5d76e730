import type { Signal } from "../../signals/signal.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import { rateCures } from "../rate-cures.ts";
import { isPlain } from "../seeds/is-plain.ts";
import { kindAt } from "../signs/kind-at.ts";
import { layerRows } from "../signs/layer-rows.ts";
import { staysAbove } from "../signs/stays-above.ts";

export const saturation = defineDiagnosis({
  name: "saturation",
  title: "Saturated activations",
  summary: "Most values of a tanh or sigmoid layer lie at the ends of its range, where the slope is nearly 0.",
  source:
    "Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural networks, section 3",
  group: "training",
  phase: "during",
  severity: "warning",
  signals:
    "the share of values with a slope of nearly 0, in the third and in the last quarter of the steps; of tanh and sigmoid alone",
  thresholds: {
    saturated: { value: 0.5, why: "hidden layers of sound tanh and sigmoid networks have below 0.05" },
  },
  avoid:
    "Silent about ReLU, of which half the values are 0, and about the outputs, which are meant to reach their ends.",
  explains: ["vanishingGradients", "deadUnits", "doesNotLearn"],
  find({ course }, { saturated }) {
    if (course === undefined) return undefined;
    const layers = [...layerRows(course.signals)];
    return layers.slice(0, -1).flatMap(([layer, rows]) => {
      if (!["tanh", "sigmoid"].includes(kindAt(layer))) return [];
      const sign = { signal: "share of saturated values", read: (row: Signal) => row.saturated, threshold: saturated };
      const evidence = staysAbove(layer, rows, sign);
      if (evidence === undefined) return [];
      const meaning = `${Math.round(100 * evidence[1].value)} % of the values of ${layer} are at the ends of its range: hardly any gradient passes.`;
      return [{ where: layer, evidence, meaning }];
    });
  },
  cures: (_, examination) => [
    { text: "Draw the first weights by Glorot's rule", change: { init: "glorotUniform" } },
    { text: "Scale the inputs", change: { scaling: "standardize" } },
    ...rateCures(examination, 0.1),
    { text: "Normalize before each activation", change: { norm: "batch" } },
  ],
  seeds: [
    {
      what: "tanh with first weights from N(0, 1)",
      recipe: (healthy) => (isPlain(healthy) ? { activation: "tanh", init: "standardNormal" } : undefined),
      alsoRight: ["firstLossOff", "initActivationMisfit", "explodingSignals"],
    },
  ],
});
