import { catalogue } from "../catalogue.ts";
import type { ArchitectureDefinition } from "../model/architecture.ts";
import { type Instance, type TrickMaker, trickMaker } from "../trick.ts";
import type { Use } from "./written.ts";

/** The definition of the architecture of a name. */
export function architectureNamed(name: string): ArchitectureDefinition {
  return catalogue.architectures[name].definition as ArchitectureDefinition;
}

/**
 * Your own tricks and all architectures, which keep their options here, where otherwise they become their layers at once: so a
 * recipe can say "mlp({ hidden: [64] })" before it knows how many outputs its data need.
 */
export function withArchitectures(use: Use = []): readonly TrickMaker[] {
  return [...use.map((make) => (isArchitecture(make) ? keptWhole(make.definition) : make)), ...architectures()];
}

let made: readonly TrickMaker[] | undefined;
/** Made when they are first asked for: modules that a bundle puts in another order may not have the catalogue yet. */
function architectures(): readonly TrickMaker[] {
  made ??= Object.keys(catalogue.architectures).map((name) => keptWhole(architectureNamed(name)));
  return made;
}

/** What makes an architecture as a layer of its own name, with its options. */
export function keptWhole(definition: ArchitectureDefinition): TrickMaker {
  return trickMaker(definition, (values: object) => ({
    build: (input: readonly number[]) => definition.layers(values as never).build(input),
  }));
}

/** Whether this is an architecture, or what makes one. */
export function isArchitecture<T extends Instance | TrickMaker>(
  trick: T,
): trick is T & { readonly definition: ArchitectureDefinition } {
  return typeof (trick.definition as Partial<ArchitectureDefinition>).layers === "function";
}
