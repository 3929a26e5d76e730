import * as v from "valibot";
import { type Checks, custom, flag, optional } from "../../../options.ts";

/** How the text of a table is written. */
export interface TableReadOptions {
  /** The character between cells; by default the one of `,` `;` tab `|` that the first row has most of. */
  delimiter?: string | undefined;
  /** What stands before the decimals, "." (the default) or ",". */
  decimal?: "." | "," | undefined;
  /** Whether the first row names the columns (default true); otherwise they are named "1", "2", … */
  header?: boolean | undefined;
  /**
   * Texts or numbers that mean a missing value, beside those that always do (an empty cell, `NA`, `N/A`, `NaN`, `null`,
   * `None`, `?` and the like); false: only an empty cell does.
   */
  missing?: Missing | undefined;
  /**
   * Whether the training rows are read again in every epoch, so that they need not fit into memory (default false): columns
   * and scales are then found from 20,000 rows, drawn at random.
   */
  stream?: boolean | undefined;
}

/** Texts or numbers that mean a missing value, or false for none but the empty cell. */
export type Missing = string | number | readonly (string | number)[] | false;

const text = v.union([v.string(), v.pipe(v.number(), v.finite())]);

export const READ_OPTIONS = {
  delimiter: optional(
    custom(v.string(), undefined, "one character", "the character between cells; by default found in the first row"),
  ),
  decimal: custom<"." | ",">(v.picklist([".", ","]), ".", '"." or ","', "what stands before the decimals"),
  header: flag(true, 'whether the first row names the columns; otherwise they are named "1", "2", …'),
  missing: optional(
    custom<Missing>(
      v.union([text, v.array(text), v.literal(false)]),
      undefined,
      "a text or a list of texts, or false",
      "texts that mean a missing value, beside those that do by default (NA, NaN, null, ? and the like); false: only an empty cell does",
    ),
  ),
  stream: flag(false, "whether the training rows are read again in every epoch, so that they need not fit into memory"),
} satisfies Checks<TableReadOptions>;
