import { kebabCase } from "../../options/case.ts";
import { shellWord } from "../../recipe/recipe-command.ts";

/** Flags that change no result, and folders of the machine. The seeds are said in any case. */
const NO_PART = new Set(["report", "json", "parallel", "queue", "checkpoint", "dataDir", "dataDirectory", "seeds"]);

/** Flags as words of a command, as they were given. */
export function flagWords(flags: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(flags).flatMap(([key, value]) =>
    NO_PART.has(key) ? [] : [value].flat().flatMap((each) => wordsOf(key, each)),
  );
}

/** `--until-decided`, or `--vary` and what is varied. */
function wordsOf(key: string, value: unknown): string[] {
  if (value === undefined || value === false) return [];
  return value === true ? [`--${kebabCase(key)}`] : [`--${kebabCase(key)}`, String(value)];
}

/** The command that carries a study out again: `evenkeel compare dropout --data mnist --seeds 5`. For a POSIX shell. */
export function againCommand(words: readonly string[], seeds: number | undefined): string {
  return [...words, ...(seeds === undefined ? [] : ["--seeds", String(seeds)])].map(shellWord).join(" ");
}
