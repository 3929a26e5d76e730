import type { Writable } from "node:stream";

/** A stream for results, and what became of them. */
export interface Outlet {
  line(text: string): void;
  /** Bytes as they are. */
  bytes(bytes: Uint8Array): void;
  /** Why some were lost, such as a full disk. A closed pipe (`| head -1`) is not an error. */
  lost(): string | undefined;
}

/** Writes to a stream. A closed pipe, a closed terminal and a full disk end the output, not the work. */
export function outlet(stream: Writable): Outlet {
  let failure: NodeJS.ErrnoException | undefined;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    failure ??= error;
  });
  const write = (content: Uint8Array | string) => {
    if (failure === undefined) stream.write(content);
  };
  return {
    line: (text) => write(`${text}\n`),
    bytes: write,
    lost: () => (failure === undefined || failure.code === "EPIPE" ? undefined : failure.message),
  };
}
