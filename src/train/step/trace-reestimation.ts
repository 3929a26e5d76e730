import { createProgram, type Program, type Update } from "../../graph/program.ts";
import { constant, input } from "../../graph/tensor.ts";
import { layerContext } from "../../model/layer-context.ts";
import { traceBatch } from "./trace-batch.ts";
import type { EvaluationParts } from "./trace-evaluation.ts";

/** Moves the running statistics towards those of a batch, by the weight that is fed, with masks as in training; frozen ones stay. */
export function traceReestimation(
  { model, params, state, frozen, ...batch }: EvaluationParts & { frozen: ReadonlySet<string> },
  size: number,
): Program {
  const updates: Update[] = [];
  const context = layerContext({
    training: true,
    parameters: params,
    state,
    setState: (name, value) => void updates.push({ variable: state[name], value }),
    key: input("key", [3], "uint32"),
    frozen,
    newest: input("newest", []),
  });
  model.forward(traceBatch(batch, size).x, context);
  return createProgram({ done: constant(1) }, updates);
}
