import type { Plot } from "../chapters/chapter.ts";
import type { DiagnosisName } from "./finding-titles.ts";

/** Where a finding is seen: the curves of loss and metric, or one of the further plots. */
export type FindingPlot = "curves" | Extract<Plot, "signals" | "histograms" | "learningRate" | "misread">;

/** What is not seen in the curves. */
const PLOTS: Partial<Record<DiagnosisName, FindingPlot>> = {
  activationOnOutput: "histograms",
  biasBeforeNorm: "signals",
  clippingOff: "signals",
  deadUnits: "signals",
  excessiveDropout: "signals",
  explodingSignals: "signals",
  initActivationMisfit: "signals",
  layerStuck: "signals",
  layerTooFast: "signals",
  missingNonlinearity: "signals",
  noisyLabels: "misread",
  overRegularized: "signals",
  rateOutOfRange: "learningRate",
  rateTooLow: "signals",
  saturation: "histograms",
  symmetricWeights: "signals",
  tinyBatchNorm: "signals",
  unscaledInputs: "signals",
  vanishingGradients: "signals",
};

/** The plot on which one sees what a diagnosis is about. */
export function plotOfFinding(diagnosis: string): FindingPlot {
  return PLOTS[diagnosis as DiagnosisName] ?? "curves";
}
