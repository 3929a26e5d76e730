import { fromSpec } from "../../from-spec.ts";
import type { Layer } from "../../model/layer.ts";
import { defined } from "../../options/defined.ts";
import { changedModel, withOptions } from "../changed-model.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import type { Examination } from "../examination.ts";
import { seededModel } from "../seeds/seeded-model.ts";
import { nextLayer } from "../structure/next-layer.ts";

/** Normalizations that take the mean of each feature away, with any constant that was added to it. */
const CENTERING = new Set(["batchNorm", "instanceNorm"]);

export const biasBeforeNorm = defineDiagnosis({
  name: "biasBeforeNorm",
  title: "Bias before a normalization",
  summary: "A bias is added, and the normalization behind it takes it away again.",
  source: "Ioffe and Szegedy 2015, section 3.2; Nikanjam et al. 2021, NeuraLint",
  group: "structure",
  phase: "before",
  severity: "information",
  signals: "layers with a bias directly before batchNorm() or instanceNorm()",
  thresholds: { layers: { value: 0, why: "by definition" } },
  avoid: "Never a warning: it does no harm, and costs a few weights. layerNorm() and groupNorm() keep part of a bias.",
  find(examination, { layers }) {
    const paths = biased(examination);
    if (!(paths.length > layers)) return undefined;
    return {
      where: paths[0] ?? "model",
      certain: true,
      evidence: [
        {
          signal: `layers with a bias before a normalization: ${paths.join(", ")}`,
          value: paths.length,
          threshold: layers,
        },
      ],
      meaning:
        "The normalization subtracts the mean and the bias with it, so these biases get no gradient; its own shift takes their place.",
    };
  },
  cures(_, examination) {
    const { patient } = examination;
    const change = changedModel(
      patient,
      new Map(biased(examination).map((path) => [path, (layer) => [withOptions(layer, { bias: false }, patient)]])),
    );
    return [{ text: "Leave the bias out: bias: false", ...defined({ change }) }];
  },
  seeds: [
    {
      what: "biases in all layers of a model with batchNorm",
      recipe(healthy, data) {
        const biased = seededModel(healthy, data, (_, layer) =>
          layer.values.bias === false ? [fromSpec("layers", { ...layer.toJSON(), bias: true }) as Layer] : [layer],
        );
        return /batchNorm|instanceNorm/.test(String(biased?.model)) ? biased : undefined;
      },
    },
  ],
});

/** The paths of layers with a bias that is taken away. */
function biased(examination: Examination): string[] {
  return examination.layers
    .filter(
      (layer) => Object.hasOwn(layer.parameters, "bias") && CENTERING.has(nextLayer(examination, layer)?.kind ?? ""),
    )
    .map(({ path }) => path);
}
