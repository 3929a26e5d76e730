import type { Samples } from "../../data/dataset.ts";
import type { LinearScale } from "../../data/scaling.ts";
import { mapTensors } from "../../graph/map-tensors.ts";
import { createProgram, type Program, type Update } from "../../graph/program.ts";
import { constant, input, type Tensor, variable } from "../../graph/tensor.ts";
import type { BuiltLayer } from "../../model/layer.ts";
import { layerContext } from "../../model/layer-context.ts";
import type { Loss } from "../../model/loss.ts";
import type { Metric } from "../../model/metric.ts";
import { LARGE, sumOfSquares } from "../../optimize/math/norms.ts";
import type { Optimizer } from "../../optimize/optimizer.ts";
import type { Tensors } from "../../optimize/rule.ts";
import type { Progress } from "../../optimize/schedule.ts";
import { gradientsBy } from "../../optimize/step/gradients-by.ts";
import { type StepPlace, traceUpdate, trainable } from "../../optimize/step/trace-update.ts";
import { LayerOutputs } from "../../signals/layer-outputs.ts";
import { type TracedSignals, traceSignals } from "../../signals/trace-signals.ts";
import { traceBatch, traceMeasures } from "./trace-batch.ts";

export type Variables = Readonly<Record<string, Tensor<"variable">>>;

/** What a step is made of. */
export interface StepParts {
  model: BuiltLayer;
  samples: Samples;
  scale: LinearScale;
  loss: Loss;
  metrics: readonly Metric[];
  /** The optimizer, given the statistics as the step leaves them: what is kept beside the weights may follow them. */
  optimizer: (moved: Tensors) => Optimizer;
  /** Changes the inputs, before they are scaled. */
  augment?: BuiltLayer | undefined;
  progress: Progress;
  /** The variables of the model's parameters and statistics. */
  params: Variables;
  state: Variables;
  /** Statistics that stay as they are. */
  frozen: ReadonlySet<string>;
}

export interface StepKind {
  /** Samples in the batch. */
  size: number;
  /** Whether signals are recorded. */
  watched: boolean;
  /** Whether gradients whose squares overflow are told from gradients that are not finite, at some cost. */
  exact: boolean;
}

export interface TracedStep {
  program: Program;
  scalarsAt?: (at: StepPlace) => Float64Array;
  signals?: TracedSignals;
}

/** 1 from the first step on that was not taken, until the host sets it back: what was queued behind it waits. */
export const HALTED = "training/halted";

/**
 * A whole training step as one program: forward, backward, the update of weights, statistics and optimizer state. A step
 * whose loss or gradient is not finite changes nothing, and neither do those queued behind it: numbers that count the
 * steps taken are fed by the host, which has to see first that one was not.
 */
export function traceStep(parts: StepParts, { size, watched, exact }: StepKind): TracedStep {
  const { model, samples, scale, loss, progress, augment, params, state, frozen } = parts;
  const moved: Record<string, Tensor> = {};
  const key = input("key", [3], "uint32");
  const seen = new LayerOutputs();
  const base = { training: true, state, frozen, key };
  const context = layerContext({
    ...base,
    parameters: params,
    setState: (name, value) => {
      moved[name] = value;
    },
    onOutput: (path, output) => seen.add(path, output),
  });
  const augmented = (rows: Tensor) => augment?.forward(rows, context.inner("augment", { beside: true })) ?? rows;
  const { x, y } = traceBatch({ part: "train", samples, scale }, size, augmented);
  seen.begin(x);
  const output = model.forward(x, context);
  seen.add("output", output);
  const value = loss.compute(output, y);

  const optimizer = parts.optimizer(moved);
  const trained = trainable(optimizer, params);
  const signalled = watched ? seen.after(Object.values(trained)) : {};
  const found = gradientsBy(value, { ...trained, ...signalled });
  const grads = mapTensors(trained, (_, name) => found[name]);
  // Sums of squares of all gradients and |loss|: finite where all of these are, as far as no square overflows.
  const magnitude = exact ? (of: Tensors) => sumOfSquares(of, 1 / LARGE) : sumOfSquares;
  const squares = magnitude(grads);
  let all = squares.add(exact ? value.abs().mul(1 / LARGE) : value.abs());
  // With the same masks; batch statistics are those of the first pass.
  const gradientsAt = (others: Tensors) => {
    const parameters = { ...params, ...others };
    const again = model.forward(x, layerContext({ ...base, parameters }));
    const gradients = gradientsBy(loss.compute(again, y), others);
    all = all.add(magnitude(gradients));
    return gradients;
  };
  const { updates, scalarsAt } = traceUpdate(optimizer, params, grads, progress, {
    gradientsAt,
    key,
    plainNorms: !exact,
  });

  const halted = variable(HALTED, []);
  const finite = all.less(Infinity).mul(halted.equal(0));
  const statistics: Update[] = Object.entries(moved).map(([name, after]) => ({ variable: state[name], value: after }));
  const guarded = [...updates, ...statistics].map((update) => ({
    variable: update.variable,
    value: finite.where(update.value, update.variable),
  }));
  const gradientNorm = exact ? squares.sqrt().mul(LARGE) : squares.sqrt();
  const outputs = { ...traceMeasures(parts, output, y, value), gradientNorm, finite };
  const signals = watched
    ? traceSignals(
        seen.all().map(({ name, ...layer }) => ({ ...layer, gradient: found[name] })),
        Object.entries(grads).map(([path, gradient]) => {
          const before = params[path];
          const after = guarded.find((update) => update.variable === before)?.value ?? before;
          return { path, before, after, gradient };
        }),
      )
    : undefined;
  const probes = signals?.outputs ?? {};
  const halting = { variable: halted, value: constant(1).sub(finite) };
  return {
    program: createProgram({ ...outputs, ...probes }, [...guarded, halting], new Set(Object.keys(probes))),
    ...(scalarsAt === undefined ? {} : { scalarsAt }),
    ...(signals === undefined ? {} : { signals }),
  };
}
