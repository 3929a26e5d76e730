import type { DatasetPart, Samples } from "../../data/dataset.ts";
import type { LinearScale } from "../../data/scaling.ts";
import { createProgram, type Program } from "../../graph/program.ts";
import { constant } from "../../graph/tensor.ts";
import type { BuiltLayer } from "../../model/layer.ts";
import { layerContext } from "../../model/layer-context.ts";
import type { Loss } from "../../model/loss.ts";
import type { Metric } from "../../model/metric.ts";
import { traceBatch, traceMeasures } from "./trace-batch.ts";
import type { Variables } from "./variables.ts";

export interface EvaluationParts {
  model: BuiltLayer;
  part: DatasetPart;
  samples: Samples;
  scale: LinearScale;
  targetScale?: LinearScale | undefined;
  /** The variables that evaluation reads. */
  params: Variables;
  state: Variables;
}

/** What is measured of a batch, and what is measured of the whole set afterwards. */
export interface EvaluationMeasures {
  loss: Loss;
  metrics: readonly Metric[];
  /** Those that are measured of all outputs together. */
  exact: readonly Metric[];
  /** Whether the outputs are given back. */
  gathered: boolean;
}

/** Under this name stand the outputs [size, …] of a batch, if they are given back; no metric may have such a name. */
export const OUTPUTS = "/outputs";

/** Loss and metrics of a batch, without masks and with running statistics. */
export function traceEvaluation(parts: EvaluationParts & EvaluationMeasures, size: number): Program {
  const { model, params, state } = parts;
  const { x, ...batch } = traceBatch(parts, size);
  const at = { training: false, parameters: params, state, key: constant(0) };
  const output = model.forward(x, layerContext(at));
  const measures = traceMeasures(parts, output, batch);
  if (!parts.gathered) return createProgram(measures);
  // As a probe they leave the bits of the loss as they are without them.
  return createProgram({ ...measures, [OUTPUTS]: output }, [], new Set([OUTPUTS]));
}
