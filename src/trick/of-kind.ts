import { type Instance, isInstance } from "./instance.ts";
import { KINDS, type Kind, type KindFacts } from "./kinds.ts";

/** Whether a value is a trick of a kind, with its options. */
export function isOfKind(kind: Kind, value: unknown): value is Instance {
  return isInstance(value) && KINDS[kind].has in value;
}

/** The first kind that a trick is of. */
export function kindOfInstance(value: Instance): KindFacts | undefined {
  return Object.values<KindFacts>(KINDS).find(({ has }) => has in value);
}
