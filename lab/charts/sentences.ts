import { texts } from "../texts/language.ts";

/** Sentences one after another, as the language has it. */
export function sentences(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join(texts().charts.between);
}
