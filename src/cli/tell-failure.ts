import type { EvenkeelError } from "../errors.ts";
import type { Host } from "./host.ts";

/** Prints an error on standard error. */
export function tellFailure(error: Error | undefined, host: Host): void {
  if (error !== undefined) host.err(`${host.colors.red("evenkeel:")} ${error.message}`);
}

/** The error in a JSON document, next to the results. */
export function asError(error: EvenkeelError | undefined): { error?: { kind: string; message: string } } {
  return error === undefined ? {} : { error: { kind: error.kind, message: error.message } };
}
