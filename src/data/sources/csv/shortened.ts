import { show } from "../../../options/show.ts";

/** What stands in a cell, in quotes, cut where it is long. */
export function shortened(cell: unknown): string {
  return typeof cell === "string" && cell.length > 60
    ? `${show(cell.slice(0, 60))}… (${cell.length} characters)`
    : show(cell);
}
