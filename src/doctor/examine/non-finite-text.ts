import type { NonFinite } from "../../train/non-finite/non-finite.ts";

/** "log in 3.dense, sample 17". */
export function nonFiniteText(first: NonFinite | undefined): string | undefined {
  if (first === undefined) return undefined;
  const { operation, layer, sample } = first;
  return `${operation} in ${layer || "the step"}${sample === undefined ? "" : `, sample ${sample}`}`;
}
