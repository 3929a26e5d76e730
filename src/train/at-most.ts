import * as v from "valibot";
import type { Option } from "../options.ts";

/** The same number, refused above `most`, with that in its words. */
export function atMost(option: Option<number>, most: number): Option<number> {
  return {
    ...option,
    schema: v.pipe(
      option.schema,
      v.check((x) => x <= most),
    ),
    accepts: `${option.accepts} and at most ${most.toLocaleString("en")}`,
  };
}
