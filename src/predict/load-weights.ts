import type { HostArray } from "../backend/backend.ts";
import { type Checks, flag, resolveOptions } from "../options.ts";
import { sayOnce } from "../say-once.ts";
import { matchWeights } from "./match-weights.ts";
import type { TrainedModelParts } from "./model-parts.ts";
import { readWeights, type WeightsSource } from "./read-weights.ts";
import { isWhole, reportText, type WeightsReport } from "./weights-report.ts";

/** How a model takes weights. */
export interface LoadOptions {
  /** Whether weights are refused unless every tensor of the model is among them, and no other. false by default. */
  strict?: boolean | undefined;
}

export const loadOptions = { strict: flag(false) } satisfies Checks<LoadOptions>;

/** The weights of a model with those of a source in their place; see `TrainedModel.load`. */
export async function loadWeights(
  { layer, inputShape, weights, scale }: TrainedModelParts,
  source: WeightsSource,
  options: LoadOptions,
): Promise<{ weights: Record<string, HostArray>; report: WeightsReport }> {
  const where = "load";
  const { strict } = resolveOptions(where, loadOptions, options);
  const given = await readWeights(where, source);
  const { parameters, state } = layer.build(inputShape);
  const matched = matchWeights(where, { ...parameters, ...state }, given.tensors, { strict, kept: "as they were" });
  const hints = [
    ...(isWhole(matched.report) ? [] : [`load: ${reportText(matched.report, "as they were")}`]),
    ...(given.from === undefined || JSON.stringify(given.from.scale) === JSON.stringify(scale)
      ? []
      : ["load: the weights were trained with another scaling of inputs than this model has"]),
  ];
  sayOnce(hints);
  return { weights: { ...weights, ...matched.weights }, report: matched.report };
}
