import { standardNormal } from "../../model/initializers/standard-normal.ts";
import { truncatedNormal } from "../../model/initializers/truncated-normal.ts";
import { defined } from "../../options/defined.ts";
import { changedModel, withOptions } from "../changed-model.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import { initialized } from "../seeds/initialized.ts";
import { farthest } from "../structure/farthest.ts";
import { growths, schemeFor } from "../structure/growths.ts";

export const initActivationMisfit = defineDiagnosis({
  name: "initActivationMisfit",
  title: "First weights that do not fit the activations",
  summary: "The initial kernels are so large, or so small, that signals grow or fade from layer to layer.",
  source: "Glorot and Bengio 2010; He et al. 2015; Ben Braiek and Khomh 2023, TheDeepChecker",
  group: "structure",
  phase: "before",
  severity: "warning",
  signals:
    "the deviation of each hidden kernel over the one that keeps signals in size under its activation, multiplied over the layers in a row; the deviation of what these layers give at the first step; the first loss",
  thresholds: {
    growth: {
      value: 10,
      why: "five layers of glorotUniform under ReLU fade 6 times and train well, twenty a thousand times and do not",
    },
    large: { value: 10, why: "sound networks give 0.1 to 3 at the first step" },
    small: {
      value: 0.05,
      why: "sound networks give 0.1 to 3 at the first step, after some layers of glorotUniform a little less",
    },
    loss: { value: 2, why: "seven healthy networks began at 1.0 to 1.5 times the loss of the simplest answer" },
  },
  avoid:
    "Silent about layers that are normalized, beside a shortcut, or scaled to the data by lsuv(); a single factor of √2, as of glorotUniform() under ReLU, takes seven layers to matter.",
  explains: [
    "firstLossOff",
    "vanishingGradients",
    "explodingSignals",
    "saturation",
    "deadUnits",
    "layerTooFast",
    "doesNotLearn",
    "cannotOverfit",
    "diverges",
    "rateTooLow",
    "layerStuck",
    "nonFiniteStep",
    "stoppedTooSoon",
  ],
  find(examination, { growth, large, small, loss }) {
    const { probe, patient } = examination;
    const first = probe && patient.training.loss.predictions ? probe.firstLoss.mean / probe.simplestLoss : 0; // of classes
    return growths(examination).flatMap(({ layers, factor }) => {
      const times = Math.max(factor, 1 / factor);
      if (!(times > growth)) return [];
      const grows = factor > 1;
      const paths = layers.map(({ path }) => path);
      const measured = farthest(probe?.firstSignals ?? [], paths, grows);
      const beyond = measured && (grows ? measured.std > large : measured.std < small);
      return [
        {
          where: paths[0] ?? "model",
          evidence: [
            {
              signal: `signals ${grows ? "grow" : "fade"} through ${paths.join(", ")}, by so many times`,
              value: times,
              threshold: growth,
            },
            ...(beyond
              ? [
                  {
                    signal: "deviation of what it gives at the first step",
                    value: measured.std,
                    threshold: grows ? large : small,
                    beyond: grows ? ("above" as const) : ("below" as const),
                    layer: measured.layer,
                    step: 1,
                  },
                ]
              : []),
            ...(grows && first > loss
              ? [{ signal: "first loss over that of the simplest answer", value: first, threshold: loss }]
              : []),
          ],
          meaning: `Under their activations these weights let signals ${grows ? "grow" : "fade"} about ${Number(times.toPrecision(2))} times, and gradients on their way back as well.`,
        },
      ];
    });
  },
  cures({ where }, examination) {
    const { patient } = examination;
    const row = growths(examination).find(({ layers: [first] }) => first?.path === where);
    const layers = row?.layers ?? [];
    const schemes = layers.map(({ scheme }) => scheme);
    const drawn = JSON.stringify(layers[0]?.layer.values.init);
    const alike = examination.layers.filter(
      ({ kernel, layer: { values } }) => kernel !== undefined && JSON.stringify(values.init) === drawn, // the last layer too
    );
    const others = alike.map(({ path }) => ({ path, scheme: "glorotUniform" as const }));
    const change = changedModel(
      patient,
      new Map(
        [...others, ...layers].map(({ path, scheme }) => [
          path,
          (layer) => [withOptions(layer, { init: schemeFor(scheme) }, patient)],
        ]),
      ),
      { init: schemes[0] ?? "heNormal" },
    );
    return [{ text: `Draw the weights by ${schemes[0] ?? "heNormal"}()`, ...defined({ change }) }];
  },
  seeds: [
    {
      what: "weights from N(0, 1)",
      recipe: (healthy, data) => plain(healthy) && initialized(healthy, data, standardNormal()),
    },
    {
      what: "weights from N(0, 0.001)",
      recipe: (healthy, data) => plain(healthy) && initialized(healthy, data, truncatedNormal({ std: 0.001 })),
    },
  ],
});

/** Whether nothing in the model brings signals back to size. */
function plain({ norm, model }: { norm?: string | undefined; model?: string | undefined }): true | undefined {
  return (norm === undefined || norm === "none") && !/Norm\(|resnet|inceptionNet|plainnet/.test(model ?? "")
    ? true
    : undefined;
}
