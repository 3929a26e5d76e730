import type { Command } from "commander";
import type { Host } from "./host.ts";

/** 0: done. 1: a run failed. 2: wrong use. */
export type ExitCode = 0 | 1 | 2;

/** Adds a command to the program; what it does reports its exit code. */
export type AddCommand = (program: Command, host: Host, exit: (code: ExitCode) => void) => void;
