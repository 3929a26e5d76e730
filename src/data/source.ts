import type { Options, ValuesOf } from "../options.ts";
import { checkDefinition } from "../trick/check-definition.ts";
import { type Arguments, type Instance, type TrickDefinition, trickMaker } from "../trick.ts";
import type { Dataset } from "./dataset.ts";

/** What only a host can give: where downloads are kept, and how to stop them. */
export interface SourceContext {
  /** A folder for downloaded data. None by default. */
  cache?: string | undefined;
  /** Ends the work early. None by default. */
  signal?: AbortSignal | undefined;
}

/**
 * Where data come from. Nothing is read until it is awaited: `await moons()` is a dataset. A recipe, `train` and `compare`
 * take it as it is.
 */
export interface Source<D extends Dataset = Dataset> extends Instance, PromiseLike<D> {
  /** Reads or makes the data. */
  load(context?: SourceContext): Promise<D>;
}

/** What a source says of itself, and how its data are read or made. */
export interface SourceDefinition<O extends Options = Options, D extends Dataset = Dataset> extends TrickDefinition<O> {
  /** Reads or makes the data. */
  load(values: ValuesOf<O>, context: SourceContext): Promise<D>;
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
export function defineSource<O extends Options, D extends Dataset, const P extends readonly (keyof O)[] = []>(
  definition: SourceDefinition<O, D> & { positional?: P },
): ((...args: Arguments<O, P>) => Source<D>) & { definition: SourceDefinition<O, D> } {
  checkDefinition("defineSource", definition, ["load"]);
  return trickMaker(definition, (values: ValuesOf<O>) => {
    const load = (context: SourceContext = {}) => definition.load(values, context);
    let loading: Promise<D> | undefined;
    const once = () => {
      loading ??= load();
      return loading;
    };
    return {
      load,
      // biome-ignore lint/suspicious/noThenProperty: a source is awaited like the promise of its data
      then: <A, B>(
        done?: ((data: D) => A | PromiseLike<A>) | null,
        failed?: ((error: unknown) => B | PromiseLike<B>) | null,
      ) => once().then(done, failed),
    };
  });
}
