import { usageError } from "../errors.ts";
import { show } from "../options/show.ts";
import type { Options, ValuesOf } from "../options.ts";
import { checkDefinition } from "../trick/check-definition.ts";
import { givenOf, noteGiven } from "../trick/given.ts";
import { written } from "../trick/written.ts";
import {
  type Arguments,
  type Instance,
  instantiate,
  readArguments,
  type Spec,
  type TrickDefinition,
} from "../trick.ts";
import type { Dataset, Samples } from "./dataset.ts";
import type { DownloadProgress } from "./files/download.ts";

/** What only a program can give: where downloads are kept, and functions and signals, which no text can hold. */
export interface SourceContext {
  /** A folder for downloaded data. None by default. */
  cache?: string | undefined;
  /** Ends the work early. None by default. */
  signal?: AbortSignal | undefined;
  /** Downloads; by default the `fetch` of the platform. */
  fetch?: typeof fetch | undefined;
  /** Called as bytes of a download arrive. None by default. */
  onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/**
 * Where data come from. Nothing is read until it is awaited: `await moons()` is a dataset, the same one each time. A recipe,
 * `train` and `compare` take it as it is. An async function must not return one: its caller would get the data.
 */
export interface Source<D extends Dataset = Dataset> extends Instance, Promise<D> {
  /** Reads or makes the data. */
  load(context?: SourceContext): Promise<D>;
}

/** What a source says of itself, and how its data are read or made. */
export interface SourceDefinition<O extends Options = Options, D extends Dataset = Dataset> extends TrickDefinition<O> {
  /** Reads or makes the data. */
  load(values: ValuesOf<O>, context: SourceContext): Promise<D>;
  /** What a program gives among the options and no text can hold, such as `signal`: handed to `load` in its context. */
  readonly host?: Options;
}

/**
 * Defines a source of data: `export const moons = defineSource({ … })`, then `await moons({ noise: 0.1 })`.
 * @param definition its name, summary, source and options, and `load`. Options named in `positional` may be given without
 * their names.
 * @throws a usage error for what is missing in the definition.
 * @example
 * const halves = defineSource({
 *   name: "halves",
 *   summary: "Numbers below and above 0.",
 *   source: "by definition",
 *   options: { samples: count(100, "how many") },
 *   load: async ({ samples }) =>
 *     arrays({ inputs: Array.from({ length: samples }, (_, i) => [i - samples / 2]), labels: Array.from({ length: samples }, (_, i) => (2 * i < samples ? 0 : 1)) }),
 * });
 */
export function defineSource<
  O extends Options,
  D extends Dataset,
  const P extends readonly (keyof O)[] = [],
  H extends Options = Record<never, never>,
>(
  definition: SourceDefinition<O, D> & { positional?: P; host?: H },
): ((...args: Arguments<O & H, P>) => Source<D>) & { definition: SourceDefinition<O, D> } {
  checkDefinition("defineSource", definition, ["load"]);
  const { name, options, host = {} } = definition;
  const positional = (definition.positional ?? []) as readonly string[];
  const make = (...args: readonly unknown[]): Source<D> => {
    const given: Record<string, unknown> = readArguments(name, { ...options, ...host }, positional, args);
    const own = Object.entries(given).filter(([key, value]) => value !== undefined && Object.hasOwn(host, key));
    const values = Object.fromEntries(Object.entries(given).filter(([key]) => !Object.hasOwn(host, key)));
    noteGiven(values, givenOf({ values: given }));
    const load = async (context: SourceContext = {}) =>
      definition.load(values as ValuesOf<O>, { ...context, ...Object.fromEntries(own) });
    const source = instantiate(definition, values, { ...awaited(load), toJSON: () => spec(source) });
    return source;
  };
  return Object.assign(make, { definition });
}

/** The JSON of a source. @throws a usage error for what no text can hold, such as a file of a page. */
function spec(source: Instance): Spec {
  written(source, (value, where) => {
    throw usageError({
      where: `JSON of ${where}`,
      expected: "what a text can hold, such as a path",
      received: show(value),
      fix: "Give train and compare the source itself, or its data; a recipe needs paths.",
    });
  });
  return { name: source.name, ...source.values };
}

/** `load`, and the members of a promise of what it gives, which loads when it is first asked, and once. */
function awaited<D extends Dataset>(load: (context?: SourceContext) => Promise<D>): Omit<Source<D>, keyof Instance> {
  let loading: Promise<D> | undefined;
  const once = () => {
    loading ??= load();
    return loading;
  };
  return {
    load,
    // biome-ignore lint/suspicious/noThenProperty: a source is awaited like the promise of its data
    then: (done, failed) => once().then(done, failed),
    catch: (failed) => once().catch(failed),
    finally: (done) => once().finally(done),
    [Symbol.toStringTag]: "Source",
  };
}

/** What makes a source that has a test set, unless it is told `test: 0`. */
export type TestedUnlessZero<M> = M extends (options?: infer O) => Source
  ? ((options: O & { test: 0 }) => Source) & M
  : never;

/** The data of such a source. */
export type Tested = Dataset & { test: Samples };
