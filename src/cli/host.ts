import type { WriteStream } from "node:tty";
import type pc from "picocolors";

/** What the command line knows about the machine it runs on. */
export interface Host {
  /** Prints results. */
  out(text: string): void;
  /** Writes results that are no text. */
  bytes?(bytes: Uint8Array): void;
  /** Prints progress and messages. */
  err(text: string): void;
  /** What comes in on standard input. */
  input?: AsyncIterable<Uint8Array>;
  /** Waits until a slow reader has taken what was printed. False where nobody reads on. */
  ready?(): Promise<boolean>;
  /** Why results could not be written, if so. */
  lost?(): string | undefined;
  /** The terminal for progress, if standard error is one. */
  terminal: WriteStream | undefined;
  colors: ReturnType<typeof pc.createColors>;
  outColors: ReturnType<typeof pc.createColors>;
  width: number;
  env: Readonly<Record<string, string | undefined>>;
  platform: string;
  home: string;
  /** Aborted by the first interrupt (Ctrl-C, SIGTERM, SIGHUP); the second one ends the process. */
  signal: AbortSignal;
  /** What is said at the first interrupt, where no steps are under way. */
  stopping?: string;
}
