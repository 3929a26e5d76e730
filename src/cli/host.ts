import type { WriteStream } from "node:tty";
import type pc from "picocolors";

/** What the command line has of the machine: the only place where it is asked for. */
export interface Host {
  /** Results. */
  out(text: string): void;
  /** Progress and messages. */
  err(text: string): void;
  /** Why results could not be written, if they could not. */
  lost?(): string | undefined;
  /** The terminal that progress is drawn on, if standard error is one. */
  terminal: WriteStream | undefined;
  colors: ReturnType<typeof pc.createColors>;
  outColors: ReturnType<typeof pc.createColors>;
  width: number;
  env: Readonly<Record<string, string | undefined>>;
  platform: string;
  home: string;
  /** Aborted by the first interrupt (Ctrl-C, SIGTERM, SIGHUP); the second one ends the process. */
  signal: AbortSignal;
}
