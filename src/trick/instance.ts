import type { Instance, Spec } from "../trick.ts";

/** What marks a trick with its options, of any kind. */
export const TRICK = Symbol("evenkeel trick");

/** Whether a value is a trick with its options, of any kind. */
export function isInstance(value: unknown): value is Instance {
  return typeof value === "object" && value !== null && TRICK in value;
}

/** Whether a value describes a trick, as JSON gives it back. */
export function isSpec(value: unknown): value is Spec {
  return typeof value === "object" && value !== null && typeof (value as Spec).name === "string" && !isInstance(value);
}

/** The name of a trick that was not called: of what makes it. */
export function nameOfMaker(value: unknown): string | undefined {
  if (typeof value !== "function") return undefined;
  const { definition } = value as { definition?: { name?: unknown } };
  return typeof definition?.name === "string" ? definition.name : undefined;
}
