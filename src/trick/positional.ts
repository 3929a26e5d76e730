import type { TrickDefinition } from "./definition.ts";

/** The names of the options that may be given by their place, in order. */
export function positionalOf(definition: TrickDefinition): readonly string[] {
  return (definition as { positional?: readonly string[] }).positional ?? [];
}
