import { widthOf } from "./features-of.ts";
import type { TableEncoding } from "./table-encoding.ts";

/** For each feature of the inputs whether it is a measured number; the others are flags, categories and their numbers. */
export function numericFeatures({ inputs }: TableEncoding): boolean[] {
  return inputs.flatMap((column) =>
    Array.from({ length: widthOf(column) }, (_, i) => column.kind === "numeric" && i === 0),
  );
}
