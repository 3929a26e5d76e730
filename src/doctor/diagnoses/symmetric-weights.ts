import { constant } from "../../model/initializers/constant.ts";
import { zeros } from "../../model/initializers/zeros.ts";
import type { Layer } from "../../model/layer.ts";
import { defined } from "../../options/defined.ts";
import { changedModel, withOptions } from "../changed-model.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import { initCures } from "../init-cures.ts";
import { initialized } from "../seeds/initialized.ts";
import { equalUnits } from "../structure/equal-units.ts";
import { schemeFor } from "../structure/growths.ts";
import { hiddenLayers } from "../structure/hidden-layers.ts";

export const symmetricWeights = defineDiagnosis({
  name: "symmetricWeights",
  title: "Units that begin alike",
  summary: "Units of a hidden layer have the same initial weights, so they get the same gradients and stay alike.",
  source:
    "Goodfellow et al. 2016, section 8.4; Ben Braiek and Khomh 2023, TheDeepChecker; Nikanjam et al. 2021, NeuraLint",
  group: "structure",
  phase: "before",
  severity: "severe",
  signals: "the share of units of a hidden layer whose initial kernel is that of another unit",
  thresholds: {
    alike: {
      value: 0.5,
      why: "random kernels have no equal units at all; half of them means a layer of half its width",
    },
  },
  avoid:
    "Silent about the last layer and about kernels beside a shortcut, which may well begin at 0; about biases, scales and shifts.",
  explains: [
    "doesNotLearn",
    "cannotOverfit",
    "vanishingGradients",
    "deadUnits",
    "layerStuck",
    "rateTooLow",
    "initActivationMisfit",
    "stoppedTooSoon",
  ],
  find: (examination, { alike }) =>
    hiddenLayers(examination).flatMap(({ path, kernel, outputShape, layer }) => {
      const units = outputShape.at(-1) ?? 1;
      if (kernel === undefined || units < 2 || ((layer.values as { groups?: number }).groups ?? 1) > 1) return [];
      const share = equalUnits(kernel, units);
      if (!(share > alike)) return [];
      const zero = kernel.every((weight) => weight === 0);
      return [
        {
          where: path,
          certain: true,
          evidence: [
            {
              signal: "share of units with the initial weights of another",
              value: share,
              threshold: alike,
              layer: path,
            },
          ],
          meaning: zero
            ? "All weights of this layer begin at 0: it passes nothing on, and no gradient gets through it."
            : `The ${units} units of this layer begin alike and get the same gradients: they remain one unit, ${units} times over.`,
        },
      ];
    }),
  cures({ where }, examination) {
    const { patient } = examination;
    const alike = hiddenLayers(examination).filter(
      ({ kernel, outputShape }) => kernel !== undefined && equalUnits(kernel, outputShape.at(-1) ?? 1) > 0,
    );
    const paths = new Set([where, ...alike.map(({ path }) => path)]);
    return initCures(examination).map(({ rule, text }) => {
      const drawn = (layer: Layer) => [withOptions(layer, { init: schemeFor(rule) }, patient)];
      const change = changedModel(patient, new Map([...paths].map((path) => [path, drawn])), { init: rule });
      return { text, ...defined({ change }) };
    });
  },
  seeds: [
    { what: "all kernels 0", recipe: (healthy, data) => initialized(healthy, data, zeros()) },
    { what: "all kernels 0.05", recipe: (healthy, data) => initialized(healthy, data, constant(0.05)) },
  ],
});
