import type { Samples } from "../../data/dataset.ts";
import type { LinearScale } from "../../data/scaling.ts";
import { createProgram, type Program, type Update } from "../../graph/program.ts";
import { constant, input, type Tensor } from "../../graph/tensor.ts";
import type { BuiltLayer } from "../../model/layer.ts";
import { layerContext } from "../../model/layer-context.ts";
import type { Loss } from "../../model/loss.ts";
import type { Metric } from "../../model/metric.ts";
import { type Part, traceBatch, traceMeasures } from "./trace-batch.ts";
import type { Variables } from "./trace-step.ts";

interface EvaluationParts {
  model: BuiltLayer;
  part: Part;
  samples: Samples;
  scale: LinearScale;
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
  const { x, y } = traceBatch(parts, size);
  const at = { training: false, parameters: params, state, key: constant(0) };
  return createProgram(traceMeasures(parts, model.forward(x, layerContext(at)), y));
}

/** Moves the running statistics towards those of a batch, by the weight that is fed, with masks as in training. */
export function traceReestimation({ model, params, state, ...batch }: EvaluationParts, size: number): Program {
  const updates: Update[] = [];
  const at = {
    training: true,
    parameters: params,
    state,
    setState: (name: string, value: Tensor) => void updates.push({ variable: state[name], value }),
    key: input("key", [3], "uint32"),
    newest: input("newest", []),
  };
  model.forward(traceBatch(batch, size).x, layerContext(at));
  return createProgram({ done: constant(1) }, updates);
}
