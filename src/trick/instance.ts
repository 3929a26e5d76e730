import type { TrickDefinition } from "./definition.ts";

/** What marks a trick with its options, of any kind. */
export const TRICK = Symbol("evenkeel trick");

/** A trick as it stands in recipes and saved models: its name, and the options that were given. */
export interface Spec {
  /** The name of the trick, such as "dense". */
  name: string;
  [option: string]: unknown;
}

/** A trick with its options: what `adam({ learningRate: 0.01 })` gives. Serializes to its spec. */
export interface Instance {
  readonly [TRICK]: true;
  /** What its trick says of itself. */
  readonly definition: TrickDefinition;
  /** The name of its trick. */
  readonly name: string;
  /** The values of all options, defaults included. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Its name and its options as plain data, of which `fromSpec` makes it again. */
  toJSON(): Spec;
}

/** What makes a trick, as `defineLayer`, `defineLoss` and the like give it. */
// biome-ignore lint/suspicious/noExplicitAny: makers take arguments of all kinds
export type TrickMaker<D = TrickDefinition<any>> = ((...args: any[]) => Instance) & { readonly definition: D };

/** Whether a value is a trick with its options, of any kind. */
export function isInstance(value: unknown): value is Instance {
  return typeof value === "object" && value !== null && TRICK in value;
}

/** Whether a value is a trick, or a model with one, that another copy of the package made, whose mark is another symbol. */
export function isOfAnotherCopy(value: unknown): boolean {
  return [value, Object(value).parts?.layer].some((one) =>
    Object.getOwnPropertySymbols(Object(one)).some((mark) => mark !== TRICK && mark.description === TRICK.description),
  );
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
