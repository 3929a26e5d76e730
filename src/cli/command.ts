import type { Command } from "commander";
import type { Host } from "./host.ts";

/** 0: success. 1: a run failed. 2: a mistake in the command line. */
export type ExitCode = 0 | 1 | 2;

/** Adds a command to the program, which reports its exit code. */
export type AddCommand = (program: Command, host: Host, exit: (code: ExitCode) => void) => void;
