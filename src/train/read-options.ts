import { usageError } from "../errors.ts";
import type { TrickMaker } from "../from-spec.ts";
import { show } from "../options.ts";

export interface ReadOptions {
  /** Names the bytes in errors. */
  where?: string | undefined;
  /**
   * What defines the tricks of one's own that are in the model: `[myLayer, myInitializer]`. One of the name of a
   * catalogue's stands in its place.
   */
  use?: readonly TrickMaker[] | undefined;
}

/** Checked options; a text is `where`. */
export function readOptions(reader: string, options: ReadOptions | string = {}): ReadOptions {
  if (typeof options === "string") return { where: options };
  const { use = [], where = undefined } = options ?? {};
  if (where !== undefined && typeof where !== "string")
    throw usageError({ where: `${reader}: where`, expected: "a text", received: show(where) });
  const wrong = Array.isArray(use) ? use.find((one) => typeof one !== "function" || !("definition" in one)) : use;
  if (wrong !== undefined)
    throw usageError({
      where: `${reader}: use`,
      expected: "a list of what defineLayer and the like gave, such as [myLayer]",
      received: show(wrong),
      ...(typeof wrong === "object" ? { fix: "Give the function itself, in a list: [myLayer], not myLayer()." } : {}),
    });
  return { use, where };
}
