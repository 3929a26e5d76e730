import * as v from "valibot";
import { useOption } from "../from-spec.ts";
import { type Checks, custom, optional, resolveOptions } from "../options.ts";
import type { TrickMaker } from "../trick.ts";

/** Options of what reads a saved model or run. */
export interface ReadOptions {
  /** Names the bytes in errors. By default "saved model" or "saved run". */
  where?: string | undefined;
  /**
   * What defines your own tricks that are in the model: `[myLayer, myInitializer]`. One of the name of a
   * catalogue's stands in its place. None by default.
   */
  use?: readonly TrickMaker[] | undefined;
}

const LOAD_OPTIONS = { use: useOption };
export const OPTIONS = {
  where: optional(custom(v.string(), undefined, "a string that names the bytes")),
  ...LOAD_OPTIONS,
} satisfies Checks<ReadOptions>;

/** Checked options; a string is `where`. */
export function readOptions(reader: string, options: ReadOptions | string = {}): ReadOptions {
  return resolveOptions(reader, OPTIONS, typeof options === "string" ? { where: options } : options);
}

/** Checked options of what reads a file, for what reads its bytes. */
export function loadOptions(loader: string, path: string, options?: Pick<ReadOptions, "use">): ReadOptions {
  return { ...resolveOptions(loader, LOAD_OPTIONS, options), where: path };
}
