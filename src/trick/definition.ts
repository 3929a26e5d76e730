import type { Options } from "../options/option.ts";
import type { Section } from "./sections.ts";

/** What a trick says of itself. One of your own needs no more than a name, a summary, a source and its options. */
export interface TrickDefinition<O extends Options = Options> {
  /** The public name, also its name in recipes, on the command line and in saved models. */
  readonly name: string;
  /** One sentence: what it does. */
  readonly summary: string;
  /** Where it comes from: paper and equation, or the plain definition. */
  readonly source: string;
  /** The part of the subject that it belongs to. */
  readonly section?: Section;
  /** The equation in the notation of the source, one line for each step. */
  readonly formula?: string;
  /** When to use it. */
  readonly use?: string;
  /** When not to use it, or what to watch. */
  readonly avoid?: string;
  /** An expression of public names that makes one: `adam({ learningRate: exponentialDecay(1e-3) })`. Run by the tests. */
  readonly example?: string;
  /** Its options by name, each with what it accepts, its default and its words. */
  readonly options: O;
  /** The option that its arguments make, one after another: `stages` of `chain(a, b)`. */
  readonly spread?: string;
  /** Names it had in earlier versions, under which saved files may have it. */
  readonly formerly?: readonly string[];
}

/** An entry of the catalogue, which says all of it; a formula only where there is one. */
export interface Trick<O extends Options = Options> extends TrickDefinition<O> {
  /** The part of the subject that it belongs to. */
  readonly section: Section;
  /** When to use it. */
  readonly use: string;
  /** When not to use it, or what to watch. */
  readonly avoid: string;
  /** An expression of public names that makes one. */
  readonly example: string;
}
