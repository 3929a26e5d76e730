import { sigmoid } from "../../model/layers/sigmoid.ts";
import { softmax } from "../../model/layers/softmax.ts";
import { defined } from "../../options/defined.ts";
import { changedModel } from "../changed-model.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import { appended } from "../seeds/appended.ts";
import { scoresOf } from "../seeds/scores-of.ts";
import { endingsOf } from "../structure/endings-of.ts";
import { takesScores } from "../structure/takes-scores.ts";

const PROBABILITIES = new Set(["softmax", "sigmoid"]);

export const softmaxBeforeLogits = defineDiagnosis({
  name: "softmaxBeforeLogits",
  title: "Softmax before a loss that applies it",
  summary: "The model ends with softmax or sigmoid, and its loss takes scores: they are squashed twice.",
  source: "Nikanjam et al. 2021, NeuraLint; Schoop et al. 2021, UMLAUT; Zhang et al. 2021, AutoTrainer",
  group: "structure",
  phase: "before",
  severity: "severe",
  signals: "the layers that make the outputs, and what the loss makes of them",
  thresholds: { times: { value: 1, why: "scores become probabilities once" } },
  avoid: "Silent where the loss compares numbers, such as meanSquaredError() of probabilities.",
  explains: [
    "firstLossOff",
    "rateTooLow",
    "doesNotLearn",
    "cannotOverfit",
    "vanishingGradients",
    "saturation",
    "stoppedTooSoon",
  ],
  find(examination, { times }) {
    const { refused } = examination.patient;
    const doubled = endingsOf(examination, true)
      .filter(({ head, layer }) => takesScores(head.loss) && PROBABILITIES.has(layer.name))
      .map(({ head, layer, facts }) => ({ where: facts?.path ?? "model", layer: layer.name, loss: head.loss.name }));
    const known = refused?.diagnosis === "softmaxBeforeLogits" ? [refused, ...doubled] : doubled;
    return known.map(({ where, layer, loss }) => ({
      where,
      certain: true,
      evidence: [{ signal: `${layer} before ${loss}, which takes scores`, value: 2, threshold: times, layer: where }],
      meaning: `${loss} takes scores of any size. After ${layer}() these are between 0 and 1, so no class ever gets a clear majority and gradients are flat. predict() gives probabilities anyhow.`,
    }));
  },
  cures: ({ where }, { patient }) => [
    { text: "Leave it out", ...defined({ change: changedModel(patient, new Map([[where, () => []]])) }) },
  ],
  seeds: [
    {
      what: "probabilities at the end, which the loss makes too",
      recipe(healthy, data) {
        const scores = scoresOf(healthy, data);
        return scores && appended(healthy, data, scores === "softmax" ? softmax() : sigmoid());
      },
    },
    {
      what: "a sigmoid at the end, before crossEntropy",
      recipe: (healthy, data) =>
        scoresOf(healthy, data) === "softmax" ? appended(healthy, data, sigmoid()) : undefined,
      alsoRight: ["activationOnOutput"],
    },
  ],
});
