import type { Options, ValuesOf } from "../options.ts";
import { resolveOptions } from "../options.ts";
import { checkDefinition } from "../trick/check-definition.ts";
import type { NamedArguments, TrickDefinition } from "../trick.ts";
import type { Layer } from "./layer.ts";

export interface ArchitectureDefinition<O extends Options = Options> extends TrickDefinition<O> {
  layers(values: ValuesOf<O>): Layer;
}

/** Defines an architecture: `export const mlp = defineArchitecture({ … })`, then `mlp({ hidden: [256] })` is a model. */
export function defineArchitecture<O extends Options>(
  definition: ArchitectureDefinition<O>,
): ((...args: NamedArguments<O>) => Layer) & { definition: ArchitectureDefinition<O> } {
  checkDefinition("defineArchitecture", definition, ["layers"]);
  const make = (...[options]: NamedArguments<O>): Layer =>
    definition.layers(resolveOptions(definition.name, definition.options, options));
  return Object.assign(make, { definition });
}
