import type { Layer } from "../../model/layer.ts";
import { dropout } from "../../model/layers/dropout.ts";
import { defined } from "../../options/defined.ts";
import { changedModel } from "../changed-model.ts";
import { defineDiagnosis, type Found } from "../diagnosis.ts";
import type { Examination, LayerFacts } from "../examination.ts";
import { appended } from "../seeds/appended.ts";
import { dropoutRate } from "../structure/dropout-rate.ts";
import { isActivation } from "../structure/is-activation.ts";
import { nextBehind } from "../structure/next-layer.ts";

export const misplacedDropout = defineDiagnosis({
  name: "misplacedDropout",
  title: "Dropout in the wrong place",
  summary: "Dropout stands where it does harm: on the outputs, or right before batchNorm() or a maximum.",
  source:
    "Li et al. 2018, Understanding the disharmony between dropout and batch normalization; Nikanjam et al. 2021, NeuraLint",
  group: "structure",
  phase: "before",
  severity: "warning",
  signals: "what follows a dropout layer; the loss in training over that in inference",
  thresholds: {
    rate: { value: 0.1, why: "the variance that a normalization sees is 1/(1 − rate) times as large: 11 % more" },
    modes: {
      value: 1.5,
      why: "the loss of the same weights differs by half with and without masks (TheDeepChecker's limit)",
    },
  },
  avoid:
    'Silent about dropout before a layer with weights that is normalized, as in mlp({ norm: "batch", dropout: 0.1 }), and about spatialDropout() before pooling. Dropout right before batchNorm() is a warning only where the two modes differ.',
  explains: ["excessiveDropout", "validationEasier", "firstLossOff", "cannotOverfit", "doesNotLearn"],
  find: (examination, { rate, modes }) =>
    examination.layers.flatMap((layer): Found[] => {
      const share = dropoutRate(layer);
      if (layer.role !== "dropout" || !(share > 0)) return [];
      const { path } = layer;
      const next = behind(examination, layer);
      const drop = { signal: "rate of dropout", value: share, threshold: rate, layer: path };
      if (next === undefined && endsModel(examination, layer))
        return [
          {
            where: path,
            certain: true,
            evidence: [
              { signal: "share of outputs that are set to 0 in training", value: share, threshold: 0, layer: path },
            ],
            meaning: `In training ${Math.round(100 * share)} % of the outputs themselves are 0, whatever the network computes: the loss cannot become small.`,
          },
        ];
      if (next?.kind === "batchNorm" && share > rate) {
        const { training, inference } = examination.probe?.modes ?? { training: 0, inference: 1 };
        const ratio = Math.max(training / inference, inference / training);
        const seen = { signal: "loss in one mode over that in the other", value: ratio, threshold: modes };
        return [
          {
            where: path,
            evidence: [drop, ...(training > 0 && ratio > modes ? [seen] : [])],
            meaning: `${next.path} learns the variance of signals with masks, which is ${(1 / (1 - share)).toFixed(2)} times that without them, and in inference divides by it.`,
          },
        ];
      }
      if (next?.kind === "maxPool2d" && layer.kind === "dropout" && share > rate)
        return [
          {
            where: path,
            severity: "information",
            evidence: [drop],
            meaning: `${next.path} takes the largest of what is left, so the masks hide less than they seem to, and in inference its values are larger than in training.`,
          },
        ];
      return [];
    }),
  cures({ where }, examination) {
    const layer = examination.layers.find(({ path }) => path === where);
    const next = layer && behind(examination, layer);
    const moved =
      next &&
      changedModel(
        examination.patient,
        new Map([
          [where, () => []],
          [next.path, (one: Layer) => [one, layer.layer]],
        ]),
      );
    const removed = changedModel(
      examination.patient,
      new Map([[where, () => []]]),
      next === undefined ? undefined : { dropout: 0 },
    );
    return [
      ...(next === undefined ? [] : [{ text: `Put dropout behind ${next.path}`, ...defined({ change: moved }) }]),
      { text: "Leave this dropout out", ...defined({ change: removed }) },
    ];
  },
  seeds: [{ what: "dropout on the outputs", recipe: (healthy, data) => appended(healthy, data, dropout(0.5)) }],
});

/** What takes the masked signal, behind activations, other masks and changes of shape. */
function behind(examination: Examination, layer: LayerFacts): LayerFacts | undefined {
  return nextBehind(
    examination,
    layer,
    (next) => isActivation(next) || next.role === "shape" || next.role === "dropout",
  );
}

/** Whether a layer without a next one is on the main path, so that it makes the outputs. */
function endsModel({ layers }: Examination, { within }: LayerFacts): boolean {
  return within.every((path) => /^(sequential|repeat)$/.test(layers.find((one) => one.path === path)?.kind ?? ""));
}
