import type { Signal } from "../../signals/signal.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import { initCures } from "../init-cures.ts";
import { rateCures } from "../rate-cures.ts";
import { isPlain } from "../seeds/is-plain.ts";
import { layerRows } from "../signs/layer-rows.ts";
import { staysAbove } from "../signs/stays-above.ts";

export const deadUnits = defineDiagnosis({
  name: "deadUnits",
  title: "Dead units",
  summary:
    "Nearly all units of a layer are in the flat part of their activation for every sample: they learn nothing any more.",
  source:
    "Maas et al. 2013, Rectifier nonlinearities improve neural network acoustic models; Zhang et al. 2021, AutoTrainer",
  group: "training",
  phase: "during",
  severity: "severe",
  signals:
    "the share of units that are saturated for all samples of a batch, in the third and in the last quarter of the steps",
  thresholds: {
    dead: { value: 0.9, why: "a share of 0.5 warns on 8 % of healthy runs, 0.9 on none of 36" },
  },
  avoid:
    "Zeros of ReLU are no sign: half of the values are 0 in a sound network. What counts are units that are never on.",
  explains: ["doesNotLearn", "layerStuck", "vanishingGradients", "cannotOverfit"],
  find({ course }, { dead }) {
    if (course === undefined) return undefined;
    return [...layerRows(course.signals)].flatMap(([layer, rows]) => {
      const sign = { signal: "share of dead units", read: (row: Signal) => row.dead, threshold: dead };
      const evidence = staysAbove(layer, rows, sign);
      if (evidence === undefined) return [];
      const meaning = `${Math.round(100 * evidence[1].value)} % of the units of ${layer} give the same for all samples: no gradient reaches their weights.`;
      return [{ where: layer, evidence, meaning }];
    });
  },
  cures: (_, examination) => [
    ...rateCures(examination, 0.1),
    ...initCures(examination),
    { text: "Use an activation with a slope everywhere", change: { activation: "leakyRelu" } },
    { text: "Normalize before each activation", change: { norm: "batch" } },
  ],
  seeds: [
    {
      what: "Adam at a rate of 0.3",
      recipe: (healthy) =>
        isPlain(healthy) && (healthy.activation ?? "relu") === "relu"
          ? { optimizer: "adam", learningRate: 0.3 }
          : undefined,
      alsoRight: ["diverges", "rateOutOfRange", "layerTooFast", "doesNotLearn"],
    },
  ],
});
