import * as v from "valibot";
import type { Shape } from "../graph/shape.ts";
import { sizeOf } from "../graph/shape.ts";
import { custom, type Option, type Options, refused, type ValuesOf } from "../options.ts";
import type { RandomStream } from "../random.ts";
import { checkDefinition } from "../trick/check-definition.ts";
import { isInstance } from "../trick/instance.ts";
import { type Arguments, type Instance, type TrickDefinition, trickMaker } from "../trick.ts";

/** What an initializer knows about the tensor that it fills. */
export interface InitialContext {
  /** The shape of the tensor. */
  shape: Shape;
  /** Inputs that each output sums over: for a kernel [height, width, in, out], height · width · in. */
  fanIn: number;
  /** Outputs that each input reaches: height · width · out. */
  fanOut: number;
  /** Where random numbers come from: those of this tensor. */
  random: RandomStream;
}

/** What an initializer says of itself, and how it draws. */
export interface InitializerDefinition<O extends Options = Options> extends TrickDefinition<O> {
  /** As many numbers as the shape has, row-major. */
  draw(context: InitialContext, values: ValuesOf<O>): Float32Array;
  /** Set where the weights are scaled afterwards, until outputs have variance 1. */
  unitVariance?(values: ValuesOf<O>): UnitVariance;
}

/** Demands initial weights with which the output of their layer has variance 1 on the data. */
export interface UnitVariance {
  /** Largest distance of the variance from 1. */
  tolerance: number;
  /** How many training samples it is taken over. */
  samples: number;
}

/** A scheme of initial weights. */
export interface Initializer extends Instance {
  /** As many numbers as the shape has, row-major. */
  draw(context: InitialContext): Float32Array;
  /** Where weights are scaled afterwards, before training begins. */
  unitVariance?: UnitVariance | undefined;
}

/**
 * Defines an initializer: how initial weights are drawn.
 * @param definition its name, summary, source and options, and `draw`.
 * @throws a usage error for what is missing in the definition.
 * @example
 * const half = defineInitializer({
 *   name: "half",
 *   summary: "Half the standard deviation of heNormal.",
 *   source: "by definition",
 *   options: {},
 *   draw: ({ shape, fanIn, random }) =>
 *     Float32Array.from({ length: shape.reduce((n, extent) => n * extent, 1) }, () => Math.sqrt(0.5 / fanIn) * random.normal()),
 * });
 * const layer = dense(10, { init: half() });
 */
export function defineInitializer<O extends Options, const P extends readonly (keyof O)[] = []>(
  definition: InitializerDefinition<O> & { positional?: P },
): ((...args: Arguments<O, P>) => Initializer) & { definition: InitializerDefinition<O> } {
  checkDefinition("defineInitializer", definition, ["draw"]);
  return trickMaker(definition, (values: ValuesOf<O>) => ({
    draw(context: InitialContext) {
      const drawn = definition.draw(context, values);
      if (ArrayBuffer.isView(drawn) || Array.isArray(drawn)) return drawn;
      throw refused(`${definition.name}: draw`, "a Float32Array of as many numbers as the shape has", drawn);
    },
    unitVariance: definition.unitVariance?.(values),
  }));
}

/** An option that takes an initializer. */
export function initializerOption(fallback: Initializer, doc = ""): Option<Initializer> {
  return custom(
    v.custom<Initializer>((value) => isInstance(value) && "draw" in value),
    fallback,
    "an initializer such as heNormal()",
    doc,
    ["initializers"],
  );
}

/** Independent numbers from N(0, std²). */
export function normalValues({ shape, random }: InitialContext, std: number): Float32Array {
  return Float32Array.from({ length: sizeOf(shape) }, () => std * random.normal());
}

/** Independent numbers from U[−bound, bound). */
export function uniformValues({ shape, random }: InitialContext, bound: number): Float32Array {
  return Float32Array.from({ length: sizeOf(shape) }, () => random.between(-bound, bound));
}
