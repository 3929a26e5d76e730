import * as v from "valibot";
import { useOption } from "../from-spec.ts";
import { type Checks, custom, optional, resolveOptions } from "../options.ts";
import type { TrickMaker } from "../trick.ts";

export interface ReadOptions {
  /** Names the bytes in errors. */
  where?: string | undefined;
  /**
   * What defines the tricks of your own that are in the model: `[myLayer, myInitializer]`. One that has the name of a
   * trick in the catalogue replaces it.
   */
  use?: readonly TrickMaker[] | undefined;
}

const LOAD_OPTIONS = { use: useOption };
const OPTIONS = {
  where: optional(custom(v.string(), undefined, "a text that names the bytes")),
  ...LOAD_OPTIONS,
} satisfies Checks<ReadOptions>;

/** Checked options; a text is `where`. */
export function readOptions(reader: string, options: ReadOptions | string = {}): ReadOptions {
  return resolveOptions(reader, OPTIONS, typeof options === "string" ? { where: options } : options);
}

/** Checked options of what reads a file, for what reads its bytes. */
export function loadOptions(loader: string, path: string, options?: Pick<ReadOptions, "use">): ReadOptions {
  return { ...resolveOptions(loader, LOAD_OPTIONS, options), where: path };
}
