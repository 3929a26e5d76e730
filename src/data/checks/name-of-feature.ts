import type { Dataset } from "../dataset.ts";
import { placesOf } from "../layout.ts";
import { widthOf } from "../table/features-of.ts";

/** What a number of each input is called, where inputs come from a table or are several by name: "column age", "input image". */
export function nameOfFeature(
  feature: number,
  { columns, layout }: Pick<Dataset, "columns" | "layout">,
): string | undefined {
  if (columns !== undefined) {
    const names = columns.inputs.flatMap((column) => Array<string>(widthOf(column)).fill(column.name));
    return names[feature] === undefined ? undefined : `column ${names[feature]}`;
  }
  return nameOfPart(feature, "input", layout?.inputs);
}

/** The same for a number of the targets. */
export function nameOfTarget(
  number: number,
  { columns, layout }: Pick<Dataset, "columns" | "layout">,
): string | undefined {
  if (layout?.targets !== undefined) return nameOfPart(number, "target", layout.targets);
  return columns?.targets[number] === undefined ? undefined : `column ${columns.targets[number]}`;
}

function nameOfPart(
  number: number,
  what: string,
  parts: readonly { readonly name: string; readonly shape: readonly number[] }[] = [],
): string | undefined {
  const at = placesOf(parts).findIndex(({ start, size }) => number < start + size);
  return at < 0 ? undefined : `${what} ${parts[at].name}`;
}
