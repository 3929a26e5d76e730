import * as publicNames from "../src/index.ts";
import type { Instance } from "../src/trick.ts";

/** What an expression of public names makes, as a reader of the catalogue would write it. */
export function evaluateExample(example: string): Instance {
  return new Function(...Object.keys(publicNames), `"use strict"; return ${example};`)(...Object.values(publicNames));
}
