import { relu } from "../../model/layers/relu.ts";
import { tanh } from "../../model/layers/tanh.ts";
import { defined } from "../../options/defined.ts";
import { changedModel } from "../changed-model.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import type { Examination } from "../examination.ts";
import { appended } from "../seeds/appended.ts";
import { scoresOf } from "../seeds/scores-of.ts";
import { type Ending, endingsOf } from "../structure/endings-of.ts";
import { outOfReach } from "../structure/out-of-reach.ts";
import { OUTPUT_RANGES } from "../structure/output-ranges.ts";
import { takesScores } from "../structure/takes-scores.ts";

export const activationOnOutput = defineDiagnosis({
  name: "activationOnOutput",
  title: "Activation on the outputs",
  summary: "The outputs pass through an activation that cannot give what the loss asks for.",
  source:
    "Islam et al. 2019; Humbatova et al. 2020, taxonomy: wrong activation of the last layer; Cao et al. 2022, DeepFD",
  group: "structure",
  phase: "before",
  severity: "severe",
  signals:
    "the range of the layer that makes the outputs; the share of training targets, as they are scaled, outside of it",
  thresholds: {
    outside: { value: 0.01, why: "a few outliers may be cut off on purpose, more than one target in a hundred not" },
  },
  avoid:
    "Silent where all targets are within its range: softplus() for quantities above 0, sigmoid() for shares, tanh() for what is from −1 to 1.",
  explains: [
    "firstLossOff",
    "deadUnits",
    "saturation",
    "doesNotLearn",
    "cannotOverfit",
    "vanishingGradients",
    "stoppedTooSoon",
  ],
  find: (examination, { outside }) =>
    endingsOf(examination).flatMap((ending) => {
      const { layer, facts } = ending;
      const share = shareOutside(ending, examination);
      if (!(share > outside)) return [];
      const where = facts?.path ?? "model";
      const [low, high] = OUTPUT_RANGES[layer.name] as readonly [number, number];
      const range = high === Number.POSITIVE_INFINITY ? `never below ${low}` : `from ${low} to ${high}`;
      const asked = takesScores(ending.head.loss)
        ? `${ending.head.loss.name} takes scores of any size, below 0 too`
        : `${Math.round(100 * share)} % of the targets, as they are trained on, are outside of that`;
      return [
        {
          where,
          certain: true,
          evidence: [
            {
              signal: `share of what is asked for that ${layer.name}() cannot give`,
              value: share,
              threshold: outside,
              layer: where,
            },
          ],
          meaning: `After ${layer.name}() the outputs are ${range}, but ${asked}.`,
        },
      ];
    }),
  cures: ({ where }, { patient }) => [
    { text: "Leave the activation out", ...defined({ change: changedModel(patient, new Map([[where, () => []]])) }) },
  ],
  seeds: [
    {
      what: "relu at the end of scores",
      recipe: (healthy, data) => scoresOf(healthy, data) && appended(healthy, data, relu()),
    },
    { what: "tanh at the end", recipe: (healthy, data) => appended(healthy, data, tanh()) },
  ],
});

/** The share of what is to be learned that the ending cannot give: half of scores, which may be below 0 as well as above. */
function shareOutside({ head, layer }: Ending, { patient: { training } }: Examination): number {
  const range = OUTPUT_RANGES[layer.name];
  const isProbability = layer.name === "sigmoid" || layer.name === "softmax";
  if (range === undefined) return 0;
  if (takesScores(head.loss)) return isProbability ? 0 : HALF;
  return outOfReach(head, range, training.targetScale);
}

const HALF = 0.5;
