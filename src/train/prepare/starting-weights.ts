import type { DeviceOptions } from "../../backend/open.ts";
import type { Weights } from "../../formats/weights.ts";
import { drawnWeights } from "./drawn-weights.ts";
import type { Training } from "./prepare-training.ts";

/**
 * The weights that a run begins with: those that were given; others as they are drawn, and, where an initializer asks for it
 * (lsuv), scaled by the data.
 */
export async function startingWeights(training: Training, options: DeviceOptions): Promise<Weights> {
  const { model, seed, given = {} } = training;
  const start = { ...drawnWeights(model, seed), ...given };
  const scaled = Object.entries(model.parameters).filter(([name, { init }]) => init.unitVariance && !(name in given));
  if (scaled.length === 0) return start;
  const { scaleToUnitVariance } = await import("./scale-to-unit-variance.ts");
  return scaleToUnitVariance(training, start, options);
}
