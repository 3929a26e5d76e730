import { EvenkeelError } from "../../errors.ts";
import { sayOnce } from "../../say-once.ts";

/** Says, once, that a log cannot be written. Training goes on: a log is worth less than a run. */
export function sayFailure(path: string, error: unknown): void {
  sayOnce([
    `the log ${path} cannot be written: ${reasonOf(error)}. Training goes on, and what is missing is written once it can be.`,
  ]);
}

/** Says that the last part of a log is lost. */
export function sayUnfinished(path: string, error?: unknown): void {
  const reason = error === undefined ? "" : `: ${reasonOf(error)}`;
  sayOnce([`the log ${path} has not all that it should have: it could not be written to the end${reason}.`]);
}

function reasonOf(error: unknown): unknown {
  return error instanceof EvenkeelError ? error.facts.received : error instanceof Error ? error.message : error;
}
