import { shortened, show } from "./options/show.ts";

/**
 * What went wrong, and how to fix it: where, what was expected, what was received, what to do.
 *
 * `kind` decides the exit code of the command line: `"usage"` (2) is a mistake in what was asked for, found before any
 * work began; `"run"` (1) is a failure of the work itself (a missing file, a loss that is not finite, a dead worker).
 */
export class EvenkeelError extends Error {
  /** The class of the error. */
  override readonly name = "EvenkeelError";
  /** "usage": a mistake in what was asked for. "run": a failure of the work itself. */
  readonly kind: "usage" | "run";
  /** The part that speaks: a layer, an option's path, a file. */
  readonly where: string;
  /** What the message is made of. */
  readonly facts: ErrorFacts;

  constructor(kind: "usage" | "run", facts: ErrorFacts) {
    super(sentence(facts), facts.cause === undefined ? undefined : { cause: facts.cause });
    this.kind = kind;
    this.where = facts.where;
    this.facts = facts;
  }
}

export interface ErrorFacts {
  /** The part that speaks: a layer, an option's path, a file. */
  where: string;
  /** What would have been right. */
  expected: string;
  /** What was there. */
  received: string;
  /** What to do about it, as a full sentence. */
  fix?: string | undefined;
  /** Lines of a text that show the place, below the sentence. */
  excerpt?: string | undefined;
  /** The error that led to it. */
  cause?: unknown;
}

/** A mistake in what was asked for: an unknown name, a value out of range, shapes that do not fit. */
export function usageError(facts: ErrorFacts): EvenkeelError {
  return new EvenkeelError("usage", facts);
}

/** A failure of the work itself: a corrupt file, a loss that is not finite, a worker that died. */
export function runError(facts: ErrorFacts): EvenkeelError {
  return new EvenkeelError("run", facts);
}

/** The same mistake reported for another place: the layer of a model instead of the layer alone. */
export function elsewhere(error: EvenkeelError, where: string): EvenkeelError {
  return new EvenkeelError(error.kind, { ...error.facts, where });
}

function sentence({ where, expected, received, fix, excerpt }: ErrorFacts): string {
  const after = (separator: string, text?: string) => (text === undefined ? "" : separator + ended(text));
  return `${ended(where)}: expected ${ended(expected)}, received ${ended(received)}.${after(" ", fix)}${after("\n", excerpt)}`;
}

/** No part of a message is longer: what was given may be of any length. */
const MOST = 4000;

function ended(text: unknown): string {
  return typeof text === "string" ? shortened(text, MOST) : show(text);
}
