import type { EvenkeelError } from "../errors.ts";
import type { Host } from "./host.ts";

/** Says what went wrong, on standard error. */
export function tellFailure(error: Error | undefined, host: Host): void {
  if (error !== undefined) host.err(`${host.colors.red("evenkeel:")} ${error.message}`);
}

/** The part of a JSON document that says what went wrong, beside the results. */
export function asError(error: EvenkeelError | undefined): { error?: { kind: string; message: string } } {
  return error === undefined ? {} : { error: { kind: error.kind, message: error.message } };
}
