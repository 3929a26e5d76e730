import type { Loss } from "../../model/loss.ts";

/** Whether a loss takes scores of any size, which it compares with classes or makes probabilities of. */
export function takesScores({ predictions, targetKind }: Loss): boolean {
  return predictions !== undefined || targetKind === "classes";
}
