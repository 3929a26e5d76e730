import * as v from "valibot";
import type { Shape } from "../graph/shape.ts";
import { sizeOf } from "../graph/shape.ts";
import { custom, type Option, type Options, refused, type ValuesOf } from "../options.ts";
import type { RandomStream } from "../random.ts";
import { checkDefinition } from "../trick/check-definition.ts";
import { isInstance } from "../trick/instance.ts";
import { type Arguments, type Instance, instantiate, readArguments, type TrickDefinition } from "../trick.ts";

/** What an initializer knows of the tensor that it fills. */
export interface InitialContext {
  shape: Shape;
  /** Inputs that each output sums over: for a kernel [height, width, in, out], height · width · in. */
  fanIn: number;
  /** Outputs that each input reaches: height · width · out. */
  fanOut: number;
  random: RandomStream;
}

export interface InitializerDefinition<O extends Options = Options> extends TrickDefinition<O> {
  draw(context: InitialContext, values: ValuesOf<O>): Float32Array;
  unitVariance?(values: ValuesOf<O>): UnitVariance;
}

/** What initial weights are made to do with data: give their layer an output of variance 1. */
export interface UnitVariance {
  /** How far from 1 the variance may stay. */
  tolerance: number;
  /** How many samples of the training part it is taken over. */
  samples: number;
}

/** A law from which initial weights are drawn. */
export interface Initializer extends Instance {
  draw(context: InitialContext): Float32Array;
  /** Where they are scaled afterwards, before training begins. */
  unitVariance?: UnitVariance;
}

/** Defines an initializer: `export const heNormal = defineInitializer({ … })`, then `heNormal()`. */
export function defineInitializer<O extends Options, const P extends readonly (keyof O)[] = []>(
  definition: InitializerDefinition<O> & { positional?: P },
): ((...args: Arguments<O, P>) => Initializer) & { definition: InitializerDefinition<O> } {
  checkDefinition("defineInitializer", definition, ["draw"]);
  const make = (...args: Arguments<O, P>): Initializer => {
    const values = readArguments(definition.name, definition.options, definition.positional ?? [], args);
    return instantiate(definition as unknown as TrickDefinition, values, {
      draw(context: InitialContext) {
        const drawn = definition.draw(context, values);
        if (ArrayBuffer.isView(drawn) || Array.isArray(drawn)) return drawn;
        throw refused(`${definition.name}: draw`, "a Float32Array of as many numbers as the shape has", drawn);
      },
      ...(definition.unitVariance === undefined ? {} : { unitVariance: definition.unitVariance(values) }),
    });
  };
  return Object.assign(make, { definition });
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

/** Independent numbers from N(0, deviation²). */
export function normalValues({ shape, random }: InitialContext, deviation: number): Float32Array {
  return Float32Array.from({ length: sizeOf(shape) }, () => deviation * random.normal());
}

/** Independent numbers from U[−bound, bound). */
export function uniformValues({ shape, random }: InitialContext, bound: number): Float32Array {
  return Float32Array.from({ length: sizeOf(shape) }, () => random.between(-bound, bound));
}
