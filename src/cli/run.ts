import { type Command, CommanderError } from "commander";
import { errorText } from "../error-text.ts";
import { EvenkeelError } from "../errors.ts";
import { VERSION } from "../version.ts";
import type { AddCommand, ExitCode } from "./command.ts";
import { compareCommand } from "./commands/compare.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { evaluateCommand } from "./commands/evaluate.ts";
import { explainCommand } from "./commands/explain.ts";
import { exportCommand } from "./commands/export.ts";
import { findRateCommand } from "./commands/find-rate.ts";
import { labCommand } from "./commands/lab.ts";
import { listCommand } from "./commands/list.ts";
import { predictCommand } from "./commands/predict.ts";
import { reportCommand } from "./commands/report.ts";
import { resumeCommand } from "./commands/resume.ts";
import { trainCommand } from "./commands/train.ts";
import { workerCommand } from "./commands/worker.ts";
import type { Host } from "./host.ts";
import { SuggestingCommand } from "./suggesting-command.ts";

const COMMANDS: readonly AddCommand[] = [
  trainCommand,
  resumeCommand,
  evaluateCommand,
  predictCommand,
  exportCommand,
  compareCommand,
  doctorCommand,
  reportCommand,
  findRateCommand,
  listCommand,
  explainCommand,
  workerCommand,
  labCommand,
];

/** Runs one command line; never throws. */
export async function run(args: readonly string[], host: Host): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = parserFor(host, (exit) => {
    code = exit;
  });
  if (args.length === 0) {
    host.err(program.helpInformation().trimEnd());
    return 2;
  }
  try {
    await program.parseAsync([...args], { from: "user" });
    await new Promise((resolve) => setImmediate(resolve)); // by then, a failed write is known
    const lost = host.lost?.();
    if (lost === undefined) return code;
    host.err(`${host.colors.red("evenkeel:")} the results could not be written to standard output: ${lost}.`);
    return 1;
  } catch (error) {
    return reportError(error, args, host);
  }
}

/** What parses a command line, and then does what it says. */
export function parserFor(host: Host, exit: (code: ExitCode) => void): Command {
  const program = new SuggestingCommand("evenkeel")
    .description("Deep-learning training on an even keel: every trick composable, and measured against its absence.")
    .version(VERSION, "-v, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut: (text) => host.out(text.trimEnd()), writeErr: (text) => host.err(text.trimEnd()) });
  for (const add of COMMANDS) add(program, host, exit);
  for (const command of program.commands) {
    command.option("--json", "print one JSON document on standard output, and nothing else there");
    command.option("--verbose", "print where an error was thrown");
    command.exitOverride().showSuggestionAfterError();
  }
  return program;
}

function reportError(error: unknown, args: readonly string[], host: Host): ExitCode {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0; // --help and --version
    if (args.includes("--json")) host.out(JSON.stringify({ error: { kind: "usage", message: error.message } }));
    return 2;
  }
  if (host.signal.aborted && !(error instanceof EvenkeelError)) {
    const message = "Interrupted before anything was trained.";
    host.err(message);
    if (args.includes("--json")) host.out(JSON.stringify({ error: { kind: "run", message } }));
    return 1;
  }
  const known = error instanceof EvenkeelError;
  const message = errorText(error);
  host.err(`${host.colors.red("evenkeel:")} ${message}`);
  if (args.includes("--verbose") && error instanceof Error) host.err(error.stack ?? "");
  else if (!known) host.err("This is a bug in evenkeel; --verbose prints where it was thrown.");
  if (args.includes("--json")) host.out(JSON.stringify({ error: { kind: known ? error.kind : "internal", message } }));
  return known && error.kind === "usage" ? 2 : 1;
}
