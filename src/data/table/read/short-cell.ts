import { show } from "../../../options/show.ts";

/** The content of a cell in quotes, shortened if it is long. */
export function shortCell(cell: unknown): string {
  return typeof cell === "string" && cell.length > 60
    ? `${show(cell.slice(0, 60))}… (${cell.length} characters)`
    : show(cell);
}
