import { mapTensors } from "../graph/map-tensors.ts";
import type { Shape } from "../graph/shape.ts";
import { expectTensor, type Tensor } from "../graph/tensor.ts";
import { type Options, refused, type ValuesOf } from "../options.ts";
import { checkDefinition } from "../trick/check-definition.ts";
import { isInstance } from "../trick/instance.ts";
import { type Arguments, type Instance, type TrickDefinition, trickMaker } from "../trick.ts";
import type { Initializer } from "./initializer.ts";

/** A tensor of a layer: trained (a parameter) or tracked (a statistic). */
export interface TensorSpec {
  /** Its sizes; nothing is said of batches. */
  shape: Shape;
  /** How its first values are drawn. */
  init: Initializer;
  /** For the initializer; 1 if left out. */
  fanIn?: number;
  /** Outputs that each input reaches, for the initializer; 1 if left out. */
  fanOut?: number;
  /** The name under which it is drawn, if not its own: tensors that share one get the same random numbers. */
  drawnAs?: string | undefined;
  /** The kind of its layer, "dense"; `defineLayer` fills it in. It is drawn by kind and ordinal. */
  kind?: string | undefined;
}

/** Tensors of a layer by name. */
export type TensorSpecs = Readonly<Record<string, TensorSpec>>;

/** The context in which a layer is traced. */
export interface LayerContext {
  /** Whether masks and noise are on. */
  training: boolean;
  /** Whether a normalization uses the statistics of the batch, and updates its running ones: in training. */
  batchStatistics: boolean;
  /** A parameter of the layer. */
  parameter(name: string): Tensor;
  /** A statistic of the layer, as it was before this step. */
  state(name: string): Tensor;
  /** Sets a statistic to a value after this step. Ignored outside training. */
  setState(name: string, value: Tensor): void;
  /** Moves a statistic towards its value in this batch; the fraction `momentum` of the old value stays. */
  track(name: string, value: Tensor, momentum: number): void;
  /** Fresh uniform numbers in [0, 1), different at each step. */
  random(shape: Shape): Tensor;
  /** The context of an inner layer, whose names are under `name/`; its masks are drawn by kind and ordinal. */
  inner(name: string, layer?: Pick<BuiltLayer, "kind" | "layer" | "beside">, input?: Tensor): LayerContext;
  /** Shows the layer's output to whoever watches; what it returns goes on in the output's place. */
  onOutput?(output: Tensor): Tensor | undefined;
}

/** One of several inputs or outputs that are packed into a row of numbers, one after another. */
export interface Packed {
  /** The name of the output. */
  readonly name: string;
  /** Of one sample. */
  readonly shape: Shape;
}

/** A layer for inputs of a known shape. Shapes are those of one sample, without the batch dimension. */
export interface BuiltLayer {
  /** The shape of what it gives for one sample. */
  outputShape: Shape;
  /** What is trained. */
  parameters: TensorSpecs;
  /** What is kept besides, such as running statistics. */
  state: TensorSpecs;
  /** The outputs that are packed into one, [batch, numbers of all], in order; absent for a single output. */
  outputs?: readonly Packed[];
  /** Its name; `defineLayer` fills it in. */
  kind?: string;
  /** What it was built of; `defineLayer` fills it in. */
  layer?: Layer;
  /** Whether it lies beside the main path: its random numbers are counted apart, so that the main path has the same ones without it. */
  beside?: boolean;
  /** Records the layer's computation on `input` [batch, …]. */
  forward(input: Tensor, context: LayerContext): Tensor;
}

/** A layer: pure description until it is built for a shape. */
export interface Layer extends Instance {
  /**
   * The layer for inputs of this shape, without the batch.
   * @throws a usage error if the shape does not fit, before anything is computed.
   */
  build(input: Shape): BuiltLayer;
  /** Where signals enter and leave it, for layers in a wiring of their own: a graph. */
  readonly ends?: LayerEnds;
}

/** The ends of a graph: what checks and hints look at. */
export interface LayerEnds {
  /** Its inputs, with the shapes that were given. */
  readonly inputs: readonly { readonly name: string; readonly shape: Shape | undefined }[];
  /** The names of its outputs. */
  readonly outputs: readonly string[];
  /** The layers that take an input, behind those that `passes` accepts and behind sums. */
  after(input: string, passes: (layer: Layer) => boolean): readonly Layer[];
  /** The layers that make an output, before those that `passes` accepts; undefined for a sum, unless `addends` are asked for. */
  before(output: string, passes: (layer: Layer) => boolean, addends: boolean): readonly (Layer | undefined)[];
  /** The same graph with the shapes of these inputs, in their order. */
  withInputs(inputs: readonly Packed[]): Layer;
}

export function isLayer(value: unknown): value is Layer {
  return isInstance(value) && "build" in value;
}

/** A layer with a computation of its own, or one that is built from other layers. */
export type LayerDefinition<O extends Options = Options> = TrickDefinition<O> &
  (SimpleLayer<O> | CompositeLayer<O>) & {
    /** For a layer that takes its inputs as row numbers of a table: the number of rows. As the first layer it gets no other inputs. */
    indices?(values: ValuesOf<O>): number;
  };

interface SimpleLayer<O extends Options> {
  /** The shape of one output for one input of this shape; throws as `expectRank` does. */
  shape?(input: Shape, values: ValuesOf<O>): Shape;
  /** What is trained, for inputs of this shape; nothing if left out. */
  parameters?(input: Shape, values: ValuesOf<O>): TensorSpecs;
  /** What is kept besides, such as running statistics; nothing if left out. */
  state?(input: Shape, values: ValuesOf<O>): TensorSpecs;
  /** Records the computation on `input` [batch, …]. */
  forward(input: Tensor, context: LayerContext, values: ValuesOf<O>): Tensor;
}

interface CompositeLayer<O extends Options> {
  /** The layer for inputs of this shape, made of others. */
  build(input: Shape, values: ValuesOf<O>): BuiltLayer;
}

/**
 * Defines a layer: `export const dense = defineLayer({ … })`, then `dense(256, { bias: false })`.
 * @param definition its name, summary, source and options, and `forward` (or `build`, for one made of others). Options named
 * in `positional` may be given without their names.
 * @throws a usage error for what is missing in the definition, or for a layer that gives no tensor.
 * @example
 * const scale = defineLayer({
 *   name: "scale",
 *   summary: "Multiplies each feature by a weight.",
 *   source: "by definition",
 *   options: { first: positive(1, "the initial weights") },
 *   parameters: (shape, { first }) => ({ weight: { shape, init: constant(first) } }),
 *   forward: (input, context) => input.mul(context.parameter("weight")),
 * });
 * const model = sequential([scale(), dense(10)]);
 */
export function defineLayer<O extends Options, const P extends readonly (keyof O)[] = []>(
  definition: LayerDefinition<O> & { positional?: P },
): ((...args: Arguments<O, P>) => Layer) & { definition: LayerDefinition<O> } {
  checkDefinition("defineLayer", definition, ["build", "forward"]);
  return trickMaker(definition, (values: ValuesOf<O>) => ({
    build(this: Layer, input: Shape): BuiltLayer {
      return ofKind(
        this,
        "build" in definition
          ? definition.build(input, values)
          : {
              outputShape: definition.shape?.(input, values) ?? input,
              parameters: definition.parameters?.(input, values) ?? {},
              state: definition.state?.(input, values) ?? {},
              forward: (x, context) => definition.forward(x, context, values),
            },
      );
    },
  }));
}

/**
 * Marks a layer that is built with what it was built of, and its own tensors with their kind.
 * @throws a usage error if `build` did not return a layer, and later if `forward` does not return a tensor.
 */
function ofKind(layer: Layer, built: BuiltLayer): BuiltLayer {
  const { name: kind } = layer;
  const { outputShape, parameters, state = {}, forward } = Object(built) as BuiltLayer;
  if (!Array.isArray(outputShape) || typeof forward !== "function")
    throw refused(`${kind}: build`, "a layer for this input, { outputShape, parameters, state, forward }", built);
  const own = (specs: TensorSpecs) => mapTensors(specs, (spec) => ({ ...spec, kind: spec.kind ?? kind }));
  return {
    ...built,
    kind,
    layer,
    parameters: own(parameters ?? {}),
    state: own(state),
    forward(x, context) {
      const output = built.forward(x, context);
      expectTensor(`${kind}: forward`, output);
      return output;
    },
  };
}
