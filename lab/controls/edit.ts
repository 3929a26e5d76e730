import { errorText } from "../error-text.ts";
/** What may be done to one value. undefined as value: its default. */
export interface Edit {
  /** What the library says against a value; undefined: nothing. */
  check(value: unknown): string | undefined;
  commit(value: unknown): void;
}

/** What an action says when it fails; undefined: it went well. */
export function wordsAgainst(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return errorText(error);
  }
}
