import { EvenkeelError, elsewhere } from "../errors.ts";
import { mapTensors } from "../graph/map-tensors.ts";
import { withScope } from "../graph/scope.ts";
import type { Shape } from "../graph/shape.ts";
import { expectTensor, type Tensor } from "../graph/tensor.ts";
import { isPlainObject } from "../options/plain-object.ts";
import { type Options, refused, type ValuesOf } from "../options.ts";
import { checkDefinition } from "../trick/check-definition.ts";
import { type Arguments, type Instance, instantiate, readArguments, type TrickDefinition } from "../trick.ts";
import type { Initializer } from "./initializer.ts";

/** A tensor that belongs to a layer: trained (a parameter) or kept (a statistic). */
export interface TensorSpec {
  shape: Shape;
  init: Initializer;
  /** For the initializer; 1 if left out. */
  fanIn?: number;
  fanOut?: number;
  /** The name under which it is drawn, if not its own: tensors of one such name are made of the same random numbers. */
  drawnAs?: string;
  /** The kind of layer that it belongs to, "dense"; `defineLayer` fills it in. It is drawn by kind and ordinal. */
  kind?: string;
}

export type TensorSpecs = Readonly<Record<string, TensorSpec>>;

/** What a layer is given when it is traced. */
export interface LayerContext {
  /** Whether masks and noise are on. */
  training: boolean;
  /** Whether a normalization goes by the statistics of the batch, and moves its running ones: in training. */
  batchStatistics: boolean;
  parameter(name: string): Tensor;
  state(name: string): Tensor;
  /** The value that a statistic takes after this step. Ignored outside training. */
  setState(name: string, value: Tensor): void;
  /** Moves a statistic towards its value in this batch: keeps the share `momentum` of what it was. */
  track(name: string, value: Tensor, momentum: number): void;
  /** Fresh uniform numbers in [0, 1), others at each step. */
  random(shape: Shape): Tensor;
  /** The context of an inner layer, its names under `name/`; its masks are those of its kind and ordinal. */
  inner(name: string, layer?: Pick<BuiltLayer, "kind" | "beside">): LayerContext;
  /** Shows whoever watches what the layer gave; what comes back goes on in its place. */
  gave?(output: Tensor): Tensor | undefined;
}

/** A layer for inputs of a known shape. Shapes are those of one sample, without the batch dimension. */
export interface BuiltLayer {
  outputShape: Shape;
  parameters: TensorSpecs;
  state: TensorSpecs;
  /** Its name; `defineLayer` fills it in. */
  kind?: string;
  /** Whether it lies beside the main path: what it draws is counted apart, so that the main path draws the same without it. */
  beside?: boolean;
  /** Records the layer's computation on `input` [batch, …]. */
  forward(input: Tensor, context: LayerContext): Tensor;
}

/** One part of a model: pure description until it is built for a shape. */
export interface Layer extends Instance {
  /** @throws a usage error where the shape does not fit, before anything is computed. */
  build(input: Shape): BuiltLayer;
}

/** A layer by itself, or one that is built of others at once. */
export type LayerDefinition<O extends Options = Options> = TrickDefinition<O> &
  (SimpleLayer<O> | CompositeLayer<O>) & {
    /** For a layer that takes inputs for the numbers of rows in a table: how many there are. As a first layer it gets no others. */
    indices?(values: ValuesOf<O>): number;
  };

interface SimpleLayer<O extends Options> {
  /** The shape of one output for one input of this shape; throws what `expectRank` throws. */
  shape?(input: Shape, values: ValuesOf<O>): Shape;
  parameters?(input: Shape, values: ValuesOf<O>): TensorSpecs;
  state?(input: Shape, values: ValuesOf<O>): TensorSpecs;
  forward(input: Tensor, context: LayerContext, values: ValuesOf<O>): Tensor;
}

interface CompositeLayer<O extends Options> {
  build(input: Shape, values: ValuesOf<O>): BuiltLayer;
}

/** Defines a layer: `export const dense = defineLayer({ … })`, then `dense(256, { bias: false })`. */
export function defineLayer<O extends Options, const P extends readonly (keyof O)[] = []>(
  definition: LayerDefinition<O> & { positional?: P },
): ((...args: Arguments<O, P>) => Layer) & { definition: LayerDefinition<O> } {
  checkDefinition("defineLayer", definition, ["build", "forward"]);
  const make = (...args: Arguments<O, P>): Layer => {
    const values = readArguments(definition.name, definition.options, definition.positional ?? [], args);
    return instantiate(definition as unknown as TrickDefinition, values, {
      build: (input: Shape): BuiltLayer =>
        ofKind(
          definition.name,
          "build" in definition
            ? definition.build(input, values)
            : {
                outputShape: definition.shape?.(input, values) ?? input,
                parameters: definition.parameters?.(input, values) ?? {},
                state: definition.state?.(input, values) ?? {},
                forward: (x, context) => definition.forward(x, context, values),
              },
        ),
    });
  };
  return Object.assign(make, { definition });
}

/**
 * A layer that says of what kind it is, and so do the tensors that are its own.
 * @throws a usage error for what `build` gave if it is no layer, and later for what `forward` gives if it is no tensor.
 */
function ofKind(kind: string, built: BuiltLayer): BuiltLayer {
  const { outputShape, parameters, state = {}, forward } = Object(built) as BuiltLayer;
  if (!Array.isArray(outputShape) || typeof forward !== "function")
    throw refused(`${kind}: build`, "a layer for this input, { outputShape, parameters, state, forward }", built);
  const own = (specs: TensorSpecs) => mapTensors(specs, (spec) => ({ kind, ...spec }));
  return {
    ...built,
    kind,
    parameters: own(parameters ?? {}),
    state: own(state),
    forward(x, context) {
      const output = built.forward(x, context);
      expectTensor(`${kind}: forward`, output);
      return output;
    },
  };
}

/** Runs an inner layer under its own name, which its parameters, errors and printouts carry. */
export function forwardInner(name: string, layer: BuiltLayer, input: Tensor, context: LayerContext): Tensor {
  if (typeof layer?.forward !== "function") throw refused("forwardInner: layer", "a layer that is built", layer);
  if (typeof context?.inner !== "function") throw refused("forwardInner: context", "the context of a layer", context);
  expectTensor("forwardInner: input", input);
  const inner = context.inner(name, layer);
  const output = withScope(name, () => layer.forward(input, inner));
  return inner.gave?.(output) ?? output;
}

/**
 * Builds an inner layer under the name that it has within the outer one.
 * @throws what the layer throws, told of its path: "4.conv2d: expected …".
 */
export function buildInner(name: string, layer: Layer, input: Shape): BuiltLayer {
  try {
    return layer.build(input);
  } catch (error) {
    throw error instanceof EvenkeelError ? elsewhere(error, underPath(name, layer.name, error.where)) : error;
  }
}

/** "4.conv2d: groups" of "conv2d: groups", "2.sequential/0.dense" of "0.dense", "block/dense" of "dense". */
function underPath(name: string, layer: string, where: string): string {
  const tellsOfItself = where === layer || where.startsWith(`${layer}:`);
  return tellsOfItself && name.endsWith(layer) ? name + where.slice(layer.length) : `${name}/${where}`;
}

/** A layer within another one. */
export interface Part {
  name: string;
  built: BuiltLayer;
}

/** Parameters and statistics of inner layers, each under its layer's name: { "0.dense/kernel": … } */
export function partsOf(parts: readonly Part[]): Pick<BuiltLayer, "parameters" | "state"> {
  if (!Array.isArray(parts) || !parts.every(isPart)) throw refused("partsOf", "a list of { name, built }", parts);
  const collect = (of: "parameters" | "state"): TensorSpecs =>
    Object.fromEntries(parts.flatMap(({ name, built }) => Object.entries(underName(name, built[of], built.beside))));
  return { parameters: collect("parameters"), state: collect("state") };
}

function isPart(part: unknown): part is Part {
  const { name, built } = (part ?? {}) as Partial<Part>;
  return typeof name === "string" && isPlainObject(built?.parameters) && isPlainObject(built?.state);
}

function underName(name: string, specs: TensorSpecs, beside = false): TensorSpecs {
  return Object.fromEntries(
    Object.entries(specs).map(([key, spec]) => {
      const drawnAs = spec.drawnAs === undefined ? {} : { drawnAs: `${name}/${spec.drawnAs}` };
      const kind = beside ? { kind: `${name}/${spec.kind ?? ""}` } : {};
      return [`${name}/${key}`, { ...spec, ...drawnAs, ...kind }];
    }),
  );
}
