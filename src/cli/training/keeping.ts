import { resolve } from "node:path";
import { usageError } from "../../errors.ts";
import { defined } from "../../options/defined.ts";
import type { Recipe } from "../../recipe/recipe.ts";
import { checkpointFiles } from "../../train/checkpoint/checkpoint-files.ts";
import { type CheckpointOptions, everyOf } from "../../train/checkpoint/checkpoint-options.ts";
import { countFlag } from "../count-flag.ts";
import type { Begun, RunFolder } from "./run-folder.ts";

/** How a run of the command line is kept while it is under way, and what it goes on from. */
export interface Keeping {
  checkpoint?: CheckpointOptions;
  /** What is written beside the checkpoints. */
  begun?: Begun;
  resume?: string;
  maxTime?: string;
}

/** Where it came from. */
interface Origin {
  file: string | undefined;
  recipe: Recipe;
}

/**
 * What flags say of keeping a run.
 * @throws a usage error for a folder of another run, and for flags that only checkpoints have.
 */
export async function keepingOf(
  flags: Readonly<Record<string, string | boolean>>,
  resumed: RunFolder | undefined,
  { file, recipe }: Origin,
): Promise<Keeping> {
  const text = (name: string) => (typeof flags[name] === "string" ? (flags[name] as string) : undefined);
  const path = text("checkpoint") ?? resumed?.checkpoints;
  const [every, keep] = [text("every"), countFlag(flags, "keep", Number.MAX_SAFE_INTEGER)];
  if (path === undefined && (every !== undefined || keep !== undefined))
    throw usageError({
      where: "train",
      expected: "--checkpoint FOLDER beside --every and --keep",
      received: "none",
      fix: "Name the folder for the checkpoints.",
    });
  if (every !== undefined) everyOf("--every", every);
  const isSame =
    resumed?.checkpoints !== undefined && path !== undefined && resolve(path) === resolve(resumed.checkpoints);
  if (path !== undefined && !isSame) await demandNew(path);
  const resume = resumed !== undefined && resumed.count === 0 && resumed.checkpoints ? undefined : text("resume");
  const kept = ["save", "report"].map((name) => [name, text(name) && resolve(text(name) as string)]);
  const begun: Begun = {
    folder: resumed?.begun?.folder ?? process.cwd(),
    ...defined({ module: recipe.use === undefined ? undefined : file && resolve(file) }),
    flags: defined({ ...Object.fromEntries(kept), every, keep: text("keep"), threads: text("threads") }),
  };
  return defined({
    checkpoint: path === undefined ? undefined : { path, every, keep },
    begun: path === undefined ? undefined : begun,
    resume,
    maxTime: text("maxTime"),
  });
}

/** @throws a usage error for a folder that has the checkpoints of another run. */
async function demandNew(folder: string): Promise<void> {
  const files = await checkpointFiles(folder).catch(() => []); // what cannot be read is reported when it is written to
  if (files.length === 0) return;
  throw usageError({
    where: "train --checkpoint",
    expected: "a folder without checkpoints, as this run is a new one",
    received: `${folder} with ${files.length} of them, up to step ${files.at(-1)?.steps}`,
    fix: `Go on with that run by evenkeel resume ${folder}, or choose another folder.`,
  });
}
