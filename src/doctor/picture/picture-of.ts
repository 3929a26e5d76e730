import type { Examination } from "../examination.ts";
import type { Finding } from "../finding.ts";
import { countsOfClasses, shiftOfFeatures, sizeOfFeatures, spreadOfFeatures } from "./of-data.ts";
import { byDepth, gradientNorm, layerBySteps, updateRatio } from "./of-layers.ts";
import { type Draw, gradientBySteps, lossBySteps, lossOfParts } from "./of-training.ts";
import type { Picture } from "./picture.ts";

const spread = byDepth("standard deviation of the signals", ({ std }) => std, "deviation of ");
const gradients = byDepth("norm of the gradient", gradientNorm);
const movement = layerBySteps("largest update, relative to the weights", updateRatio, "movement in a step");

/** What diagnoses are seen by; others by the loss. */
const DRAWN: Readonly<Record<string, Draw>> = {
  unscaledInputs: sizeOfFeatures,
  constantFeatures: spreadOfFeatures,
  shiftedParts: shiftOfFeatures,
  unbalancedClasses: countsOfClasses,
  initActivationMisfit: spread,
  explodingSignals: spread,
  vanishingGradients: gradients,
  deadUnits: layerBySteps("share of dead units", ({ dead }) => dead),
  saturation: layerBySteps("share of saturated values", ({ saturated }) => saturated),
  layerStuck: movement,
  layerTooFast: movement,
  clippingOff: gradientBySteps,
  unpairedLabels: lossOfParts,
  noisyLabels: lossOfParts,
  overfits: lossOfParts,
  overRegularized: lossOfParts,
  validationEasier: lossOfParts,
  lossIsNotMetric: lossOfParts,
  oscillates: lossOfParts,
  stoppedTooSoon: lossOfParts,
  excessiveDropout: lossOfParts,
};

/** A picture of the signal that a disease was found by, and of the loss where that cannot be shown. */
export function pictureOf(finding: Finding, examination: Examination): Picture | undefined {
  return DRAWN[finding.diagnosis]?.(examination, finding) ?? lossBySteps(examination, finding);
}
