import { defined } from "../../options/defined.ts";
import type { Missing } from "./read/read-options.ts";

/** How the cells of a table were read, where that was not as usual: rows to predict are read alike. Plain JSON. */
export interface ReadAs {
  /** Texts or numbers that mean a missing value beside the usual ones; false for none but the empty cell. */
  readonly missing?: Missing;
  /** Numbers have a decimal comma. */
  readonly decimal?: ",";
}

/** What is not as usual in how a table is read: `{ read }`, or nothing. */
export function readAs({ missing, decimal }: { missing?: Missing | undefined; decimal?: "." | "," | undefined }): {
  read?: ReadAs;
} {
  if (missing === undefined && decimal !== ",") return {};
  return { read: defined({ missing, decimal: decimal === "," ? decimal : undefined }) };
}
