import { EvenkeelError, elsewhere } from "../errors.ts";
import { withScope } from "../graph/scope.ts";
import type { Shape } from "../graph/shape.ts";
import { expectTensor, type Tensor } from "../graph/tensor.ts";
import { isPlainObject } from "../options/plain-object.ts";
import { refused } from "../options.ts";
import type { BuiltLayer, Layer, LayerContext, TensorSpecs } from "./layer.ts";

/**
 * Runs an inner layer under its own name, which its parameters, errors and printouts carry.
 * @param name under which the outer layer has it.
 * @throws a usage error for what is not a layer that is built, not a context, or not a tensor.
 * @example
 * const twice = defineLayer({
 *   name: "twice",
 *   summary: "The same layer, two times.",
 *   source: "by definition",
 *   options: {},
 *   build(input) {
 *     const inner = dense(input[0]).build(input);
 *     const parts = [{ name: "inner", built: inner }];
 *     const run = (x: Tensor, context: LayerContext) => forwardInner("inner", inner, x, context);
 *     return { outputShape: input, ...partsOf(parts), forward: (x, context) => run(run(x, context), context) };
 *   },
 * });
 */
export function forwardInner(name: string, layer: BuiltLayer, input: Tensor, context: LayerContext): Tensor {
  if (typeof layer?.forward !== "function") throw refused("forwardInner: layer", "a built layer", layer);
  if (typeof context?.inner !== "function") throw refused("forwardInner: context", "the context of a layer", context);
  expectTensor("forwardInner: input", input);
  const inner = context.inner(name, layer, input);
  const output = withScope(name, () => layer.forward(input, inner));
  return inner.onOutput?.(output) ?? output;
}

/**
 * Builds an inner layer under its name within the outer one.
 * @throws what the layer throws, with its path: "4.conv2d: expected …".
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
  const ofItself = where === layer || where.startsWith(`${layer}:`);
  return ofItself && name.endsWith(layer) ? name + where.slice(layer.length) : `${name}/${where}`;
}

/** A layer within another one. */
export interface Part {
  /** Its name within the outer layer. */
  name: string;
  /** The layer, for the shape that reaches it. */
  built: BuiltLayer;
}

/**
 * Parameters and statistics of inner layers, each under its layer's name: { "0.dense/kernel": … }
 * @throws a usage error for what is not a list of `{ name, built }`.
 * @example
 * const { parameters } = partsOf([{ name: "0.dense", built: dense(3).build([5]) }]); // "0.dense/kernel", "0.dense/bias"
 */
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
      const drawnAs = spec.drawnAs && `${name}/${spec.drawnAs}`;
      const kind = beside ? `${name}/${spec.kind ?? ""}` : spec.kind;
      return [`${name}/${key}`, { ...spec, drawnAs, kind }];
    }),
  );
}
