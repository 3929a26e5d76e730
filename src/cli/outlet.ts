import type { Writable } from "node:stream";

/** A stream for lines, and what became of them. */
export interface Outlet {
  line(text: string): void;
  /** Why lines were lost, such as a full disk. A closed pipe (`| head -1`) is not an error. */
  lost(): string | undefined;
}

/** Writes lines to a stream. A closed pipe, a closed terminal and a full disk end the output, not the work. */
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
