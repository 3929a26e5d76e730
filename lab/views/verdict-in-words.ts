import type { Study } from "evenkeel";

/** What can be concluded of B against A, in the language of the page; nothing before the first pair has ended. */
export function verdictInWords(study: Study | undefined): string {
  return study?.effects[1]?.verdict ?? "";
}
