import type { Options, ValuesOf } from "../options.ts";
import { resolveOptions } from "../options.ts";
import { checkDefinition } from "../trick/check-definition.ts";
import type { NamedArguments, TrickDefinition } from "../trick.ts";
import type { Layer } from "./layer.ts";

/** What an architecture says of itself, and the layers that it is. */
export interface ArchitectureDefinition<O extends Options = Options> extends TrickDefinition<O> {
  /** The model for some values of the options. */
  layers(values: ValuesOf<O>): Layer;
}

/**
 * Defines an architecture: `export const mlp = defineArchitecture({ … })`, then `mlp({ hidden: [256] })` is a model.
 * @param definition its name, summary, source and options, and `layers`, which makes the model.
 * @throws a usage error for what is missing in the definition.
 * @example
 * const small = defineArchitecture({
 *   name: "small",
 *   summary: "One hidden layer.",
 *   source: "by definition",
 *   options: { units: count(32, "units of the hidden layer") },
 *   layers: ({ units }) => sequential([flatten(), dense(units), relu(), dense(10)]),
 * });
 * await train(small({ units: 64 }), data);
 */
export function defineArchitecture<O extends Options>(
  definition: ArchitectureDefinition<O>,
): ((...args: NamedArguments<O>) => Layer) & { definition: ArchitectureDefinition<O> } {
  checkDefinition("defineArchitecture", definition, ["layers"]);
  const make = (...[options]: NamedArguments<O>): Layer =>
    definition.layers(resolveOptions(definition.name, definition.options, options));
  return Object.assign(make, { definition });
}
