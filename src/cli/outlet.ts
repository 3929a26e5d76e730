import type { Writable } from "node:stream";

/** A stream for results, and what became of them. */
export interface Outlet {
  line(text: string): void;
  /** Bytes as they are. */
  bytes(bytes: Uint8Array): void;
  /**
   * Waits until a slow reader has taken what was written, so that it does not pile up. @returns false where nothing more can be
   * written.
   */
  ready(): Promise<boolean>;
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
    async ready() {
      await new Promise<void>((resolve) => {
        if (failure !== undefined || !stream.writableNeedDrain)
          setImmediate(resolve); // by then, a failed write is known
        else for (const event of ["drain", "error", "close"]) stream.once(event, () => resolve());
      });
      return failure === undefined && !stream.destroyed;
    },
    lost: () => (failure === undefined || failure.code === "EPIPE" ? undefined : failure.message),
  };
}
