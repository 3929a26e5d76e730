import type { TableEncoding } from "./table-encoding.ts";

/** For each feature of the inputs whether it is a measured number; the others are flags, categories and their numbers. */
export function numericFeatures({ inputs }: TableEncoding): boolean[] {
  return inputs.flatMap((column) => {
    if (column.kind === "ignored") return [];
    if (column.kind === "numeric") return column.flag ? [true, false] : [true];
    return column.as === "embedded" ? [false] : [...column.categories, "other"].map(() => false);
  });
}
