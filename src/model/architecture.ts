import { checkDefinition } from "../check-definition.ts";
import type { Options, ValuesOf } from "../options.ts";
import { resolveOptions } from "../options.ts";
import type { TrickDefinition } from "../trick.ts";
import type { Layer } from "./layer.ts";

export interface ArchitectureDefinition<O extends Options = Options> extends TrickDefinition<O> {
  layers(values: ValuesOf<O>): Layer;
}

/** Defines an architecture: `export const mlp = defineArchitecture({ … })`, then `mlp({ hidden: [256] })`: a model of layers. */
export function defineArchitecture<O extends Options>(
  definition: ArchitectureDefinition<O>,
): ((options?: Partial<ValuesOf<O>>) => Layer) & { definition: ArchitectureDefinition<O> } {
  checkDefinition("defineArchitecture", definition, ["layers"]);
  const make = (options: Partial<ValuesOf<O>> = {}): Layer =>
    definition.layers(resolveOptions(definition.name, definition.options, options));
  return Object.assign(make, { definition });
}
