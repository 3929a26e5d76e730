import type { Samples } from "../../data/dataset.ts";
import type { LinearScale } from "../../data/scaling.ts";
import { mapTensors } from "../../graph/map-tensors.ts";
import { createProgram, type Program, type Update } from "../../graph/program.ts";
import { withScope } from "../../graph/scope.ts";
import { constant, input, sumOf, type Tensor, variable } from "../../graph/tensor.ts";
import type { BuiltLayer } from "../../model/layer.ts";
import { layerContext } from "../../model/layer-context.ts";
import { LayerOutputs } from "../../model/layer-outputs.ts";
import type { Loss } from "../../model/loss.ts";
import type { Metric } from "../../model/metric.ts";
import { LARGE, sumOfSquares } from "../../optimize/math/norms.ts";
import type { Tensors } from "../../optimize/rule.ts";
import type { Progress } from "../../optimize/schedule.ts";
import { gradientsBy } from "../../optimize/step/gradients-by.ts";
import { type StepPlace, traceUpdate, trainable } from "../../optimize/step/trace-update.ts";
import type { TracedSignals, traceSignals, WatchedLayer, WatchedParameter } from "../../signals/trace-signals.ts";
import type { SessionVariables } from "./session-variables.ts";
import { traceBatch, traceMeasures } from "./trace-batch.ts";

/** What a step is made of. */
export interface StepParts {
  model: BuiltLayer;
  samples: Samples;
  scale: LinearScale;
  targetScale?: LinearScale | undefined;
  loss: Loss;
  metrics: readonly Metric[];
  /** Changes the inputs, before they are scaled. */
  augment?: BuiltLayer | undefined;
  progress: Progress;
  variables: Pick<SessionVariables, "params" | "state" | "frozen" | "averaged">;
  /** What records signals; it comes with the callback that asks for them. */
  traceSignals?: typeof traceSignals | undefined;
}

export interface StepKind {
  /** Samples in the batch. */
  size: number;
  /** Whether signals are recorded. */
  watched: boolean;
  /**
   * Whether a gradient whose square overflows may be followed, at some cost: it is finite, and what becomes of weights and
   * state is looked at value by value.
   */
  exact: boolean;
}

export interface TracedStep {
  program: Program;
  /** What to feed as `SCALARS` at a step; absent if nothing is fed. */
  scalarsAt: ((at: StepPlace) => Float64Array) | undefined;
  signals: TracedSignals | undefined;
  /** What has to be finite: the loss, the gradients, and the new values of all that the step changes. */
  loss: Tensor;
  gradients: readonly Tensor[];
  changes: readonly Update[];
}

/** 1 from the first step on that was not taken, until the host sets it back: what was queued behind it waits. */
export const HALTED = "training/halted";

/**
 * A whole training step as one program: forward, backward, the update of weights, statistics and optimizer state. A step
 * whose loss or gradient is not finite changes nothing, and neither do those queued behind it: numbers that count the
 * steps taken are fed by the host, which has to see first that one was not.
 */
export function traceStep(parts: StepParts, { size, watched, exact }: StepKind): TracedStep {
  const { model, samples, loss, progress, augment } = parts;
  const record = watched ? parts.traceSignals : undefined;
  const { params, state, frozen } = parts.variables;

  // Forward: the loss of the batch, and the statistics as the layers move them.
  const moved: Record<string, Tensor> = {};
  const key = input("key", [3], "uint32");
  const outputs = new LayerOutputs();
  const base = { training: true, state, frozen, key };
  const context = layerContext({
    ...base,
    parameters: params,
    setState: (name, value) => {
      moved[name] = value;
    },
    onOutput: (path, output) => outputs.add(path, output),
  });
  const augmented = (rows: Tensor) => augment?.forward(rows, context.inner("augment", { beside: true })) ?? rows;
  const { x, y, weights } = traceBatch({ ...parts, part: "train", samples }, size, augmented);
  outputs.begin(x);
  const output = model.forward(x, context);
  outputs.add("output", output);
  const lossOf = (made: Tensor) => withScope("loss", () => loss.compute(made, y, weights));
  const value = lossOf(output);

  // Backward: the gradients by the parameters that are trained, and by the outputs that signals are recorded of.
  const optimizer = parts.variables.averaged(moved);
  const trained = trainable(optimizer, params);
  const found = gradientsBy(value, { ...trained, ...(record && outputs.after(Object.values(trained))) });
  const grads = mapTensors(trained, (_, name) => found[name]);

  // Update. The sum of all squares and |loss| is finite where all of these are, as far as no square overflows.
  const magnitude = exact ? (of: Tensors) => sumOfSquares(of, 1 / LARGE) : sumOfSquares;
  const squares = magnitude(grads);
  let all = squares.add(exact ? value.abs().mul(1 / LARGE) : value.abs());
  // With the same masks; batch statistics are those of the first pass.
  const gradientsAt = (others: Tensors) => {
    const again = model.forward(x, layerContext({ ...base, parameters: { ...params, ...others } }));
    const gradients = gradientsBy(lossOf(again), others);
    all = all.add(magnitude(gradients));
    return gradients;
  };
  const { updates, scalarsAt } = traceUpdate(optimizer, params, grads, progress, {
    gradientsAt,
    key,
    plainNorms: !exact,
  });

  // Guard: nothing is written unless all of it is finite and no step before it was refused.
  const halted = variable(HALTED, []);
  const statistics: Update[] = Object.entries(moved).map(([name, after]) => ({ variable: state[name], value: after }));
  const changed = [...updates, ...statistics];
  const tooFar = (update: Update) => beyond(update.value, mostOf(update, params));
  const bad = exact ? sumOf([constant(0), ...changed.map(tooFar)]) : constant(0);
  const finite = all.less(Infinity).mul(bad.equal(0)).mul(halted.equal(0));
  const guarded = changed.map((update) => ({
    variable: update.variable,
    value: finite.where(update.value, update.variable),
  }));
  const halting = { variable: halted, value: constant(1).sub(finite) };

  const gradientNorm = exact ? squares.sqrt().mul(LARGE) : squares.sqrt();
  const measures = { ...traceMeasures(parts, output, { y, weights }, value), gradientNorm, finite };
  const signals = record?.(layersOf(outputs, found), parametersOf(grads, params, guarded));
  const probes = signals?.outputs ?? {};
  const program = createProgram({ ...measures, ...probes }, [...guarded, halting], new Set(Object.keys(probes)));
  return { program, scalarsAt, signals, loss: value, gradients: Object.values(grads), changes: changed };
}

/** Weights as large as this have no square in float32. A step whose gradient has none is not taken if it leads there. */
const MOST_OF_WEIGHTS = 2 ** 64;

/** What the new values of a variable have to stay below, where the gradient is so large that its square overflows. */
export function mostOf({ variable: { attributes } }: Pick<Update, "variable">, params: object): number {
  return Object.hasOwn(params, attributes.name) ? MOST_OF_WEIGHTS : Infinity;
}

/** How many values are not below this in size; those that are not finite never are. */
export function beyond(tensor: Tensor, most = Infinity): Tensor {
  return tensor.abs().less(most).equal(0).sum();
}

/** The layers that signals are recorded of; `found` are the gradients by name, those of outputs among them. */
function layersOf(outputs: LayerOutputs, found: Tensors): WatchedLayer[] {
  return outputs.all().map(({ name, ...layer }) => ({ ...layer, gradient: found[name] }));
}

/** The parameters that signals are recorded of, before and after the step. */
function parametersOf(grads: Tensors, params: Tensors, updates: readonly Update[]): WatchedParameter[] {
  return Object.entries(grads).map(([path, gradient]) => {
    const before = params[path];
    const after = updates.find((update) => update.variable === before)?.value ?? before;
    return { path, before, after, gradient };
  });
}
