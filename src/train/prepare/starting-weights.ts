import type { DeviceOptions } from "../../backend/open.ts";
import type { Weights } from "../../formats/weights.ts";
import { initialWeights } from "./initial-weights.ts";
import type { Training } from "./prepare-training.ts";

/** The weights that a run begins with: as they are drawn, and, where an initializer asks for it (lsuv), scaled by the data. */
export async function startingWeights(training: Training, options: DeviceOptions): Promise<Weights> {
  const { model, seed } = training;
  const drawn = initialWeights(model, seed);
  if (Object.values(model.parameters).every(({ init }) => init.unitVariance === undefined)) return drawn;
  const { scaleToUnitVariance } = await import("./scale-to-unit-variance.ts");
  return scaleToUnitVariance(training, drawn, options);
}
