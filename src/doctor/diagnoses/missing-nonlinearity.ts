import { relu } from "../../model/layers/relu.ts";
import { defined } from "../../options/defined.ts";
import { changedModel } from "../changed-model.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import { seededModel } from "../seeds/seeded-model.ts";
import { isActivation } from "../structure/is-activation.ts";
import { layerAt } from "../structure/layer-at.ts";
import { linearRows } from "../structure/linear-rows.ts";
import { nextBehind } from "../structure/next-layer.ts";

export const missingNonlinearity = defineDiagnosis({
  name: "missingNonlinearity",
  title: "No activation between layers",
  summary: "Linear layers follow one another without an activation, so together they are no more than one of them.",
  source:
    "Nikanjam et al. 2021, NeuraLint; Schoop et al. 2021, UMLAUT; Humbatova et al. 2021, DeepCrime (operator RAF)",
  group: "structure",
  phase: "before",
  severity: "warning",
  signals: "dense and convolution layers in a row with nothing between that is not linear in inference",
  thresholds: { layers: { value: 1, why: "the product of linear maps is one linear map" } },
  avoid:
    "Silent about bottlenecks, which are narrower than what is around them and save weights; about depthwise convolutions before or after pointwise ones; about layers behind an embedding; where max pooling or layerNorm() stands between, which are not linear.",
  explains: ["cannotOverfit", "doesNotLearn", "capacityOff", "stoppedTooSoon"],
  find: (examination, { layers }) =>
    linearRows(examination).map((row) => ({
      where: row[0]?.path ?? "model",
      certain: true,
      evidence: [
        {
          signal: `linear layers in a row: ${row.map(({ path }) => path).join(", ")}`,
          value: row.length,
          threshold: layers,
          layer: row[0]?.path ?? "model",
        },
      ],
      meaning: `Without an activation between them these ${row.length} layers compute what one of them could: the others cost weights and time, and the model is less deep than it looks.`,
    })),
  cures({ where }, examination) {
    const row = linearRows(examination).find(([first]) => first?.path === where) ?? [];
    const places = row.slice(0, -1).map((layer) => {
      const norm = nextBehind(examination, layer, () => false);
      return norm?.role === "normalization" ? norm.path : layer.path;
    });
    const used = examination.layers.find(isActivation)?.layer ?? relu();
    const change = changedModel(
      examination.patient,
      new Map(places.filter((path) => layerAt(examination, path)).map((path) => [path, (layer) => [layer, used]])),
    );
    return [{ text: `Put ${used.name}() behind ${places.join(", ")}`, ...defined({ change }) }];
  },
  seeds: [
    {
      what: "no activations",
      recipe(healthy, data) {
        const plain = seededModel(healthy, data, (_, layer) => (isActivation({ kind: layer.name }) ? [] : [layer]));
        return /maxPool2d|residual/.test(String(plain?.model)) ? undefined : plain; // which are not linear, or may end so
      },
    },
  ],
});
