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

/** Loss and metrics of a batch, without masks and with running statistics. */
export function traceEvaluation(
  parts: EvaluationParts & { loss: Loss; metrics: readonly Metric[] },
  size: number,
): Program {
  const { model, params, state } = parts;
  const { x, ...batch } = traceBatch(parts, size);
  const at = { training: false, parameters: params, state, key: constant(0) };
  return createProgram(traceMeasures(parts, model.forward(x, layerContext(at)), batch));
}
