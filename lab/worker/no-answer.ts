import { errorText } from "../error-text.ts";
import type { Reason } from "../protocol.ts";

/** Thrown where there is nothing to answer; the page has the words. */
export class NoAnswer extends Error {
  readonly code: Extract<Reason, { code: unknown }>["code"];

  constructor(code: NoAnswer["code"]) {
    super(code);
    this.code = code;
  }
}

/** Why nothing came of it, for the page. */
export function reasonOf(error: unknown): Reason {
  return error instanceof NoAnswer ? { code: error.code } : { said: errorText(error) };
}
