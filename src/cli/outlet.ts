import type { Writable } from "node:stream";

/** Where lines go, and what became of them. */
export interface Outlet {
  line(text: string): void;
  /** Why lines were lost, such as a full disk; a reader that went away has seen what it wanted, and is no reason. */
  lost(): string | undefined;
}

/**
 * Writes lines to a stream for as long as something takes them. A reader that goes away (`| head -1`), a terminal that
 * closes and a full disk end the lines, never the work.
 */
export function outlet(stream: Writable): Outlet {
  let failure: NodeJS.ErrnoException | undefined;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    failure ??= error;
  });
  return {
    line(text) {
      if (failure === undefined) stream.write(`${text}\n`);
    },
    lost: () => (failure === undefined || failure.code === "EPIPE" ? undefined : failure.message),
  };
}
