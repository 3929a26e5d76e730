import type { Study } from "../../../compare/study.ts";

/** How a study can be carried out again, in words, and the command, if there is one. */
export function againOf(study: Study): { words: string; command?: string } {
  const { environment, command } = study;
  if (command === undefined)
    return {
      words: "No command line says all of this study: run the program again that made it. The settings are below.",
    };
  return {
    words:
      `This command trains the same variants with the same seeds. With Evenkeel ${environment.evenkeel} and the same data it ` +
      "gives the same numbers, bit for bit, on any number of cores; only times differ, and what a limit of time allows.",
    command,
  };
}
