import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { usageError } from "../../errors.ts";
import { defined } from "../../options/defined.ts";
import type { Recipe, RecipeInput } from "../../recipe/recipe.ts";
import { shellWord } from "../../recipe/recipe-command.ts";
import { checkpointFiles } from "../../train/checkpoint/checkpoint-files.ts";
import { type CheckpointOptions, everyOf } from "../../train/checkpoint/checkpoint-options.ts";
import { demandFree } from "../../train/log/folder/demand-free.ts";
import { RUN_FILE } from "../../train/log/folder/logged-run.ts";
import { ROWS } from "../../train/log/folder/run-log.ts";
import { logTargets } from "../../train/log/log-target.ts";
import { countFlag } from "../count-flag.ts";
import { isModule } from "../read-recipe.ts";
import { type Begun, RECIPE, type RunFolder } from "./run-folder.ts";

/** How a run of the command line is kept while it is under way, and what it goes on from. */
export interface Keeping {
  checkpoint?: CheckpointOptions;
  /** What is written beside the checkpoints. */
  begun?: Begun;
  resume?: string;
  /** Where the run is written down. */
  log?: string[];
  /** Whether it goes on with its scaling, also where other data would be scaled otherwise: nothing else was asked for. */
  scaledAsBefore?: boolean;
  /** The folder of the run, in which its recipe is: that of its log, else that of its checkpoints. */
  home?: string;
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
  flags: Readonly<Record<string, unknown>>,
  resumed: RunFolder | undefined,
  { file, recipe }: Origin,
): Promise<Keeping> {
  const text = (name: string) => (typeof flags[name] === "string" ? (flags[name] as string) : undefined);
  const log = (flags.log as readonly string[] | undefined) ?? resumed?.begun?.logs?.map(from(resumed.home));
  const logged = logTargets(log ?? []).find(({ kind }) => kind === "folder")?.path;
  const given = text("checkpoint");
  const home = (given && homeOf(given)) ?? resumed?.home ?? logged;
  const found = resumed?.count === 0 ? undefined : resumed?.checkpoints;
  const path = given ?? found ?? (logged === undefined ? resumed?.checkpoints : join(logged, "checkpoints"));
  if (logged !== undefined && resumed?.count === 0) await forget(logged);
  else if (logged !== undefined && resumed === undefined) await demandFree(logged);
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
    ...defined({ module: recipe.use && (isModule(file) ? resolve(file) : resumed?.begun?.module) }),
    flags: defined({
      ...Object.fromEntries(kept),
      every,
      keep: text("keep"),
      threads: text("threads"),
      backend: text("backend"),
    }),
    ...defined({ logs: home === undefined ? undefined : log?.map(to(home)) }),
  };
  return defined({
    checkpoint: path === undefined ? undefined : { path, every, keep },
    begun: path === undefined ? undefined : begun,
    resume,
    scaledAsBefore: resume === undefined ? undefined : isScaledAs(resumed?.recipe, recipe),
    log: log === undefined ? undefined : [...log],
    home,
  });
}

/** The folder of a run, of whose folder `checkpoints` is that of its checkpoints. */
function homeOf(folder: string): string {
  const parent = dirname(resolve(folder));
  return basename(folder) === "checkpoints" && existsSync(join(parent, RECIPE)) ? parent : folder;
}

/** Removes the log of a run that ended before its first checkpoint, since it begins again. */
async function forget(folder: string): Promise<void> {
  for (const name of [RUN_FILE, ...Object.values(ROWS)]) await rm(join(folder, name), { force: true });
}

/** A log by its path from the folder of the run, so that it may be moved with it; and back. */
function to(home: string): (log: string) => string {
  return (log) => log.replace(PATH, (path) => relative(home, path) || ".");
}

function from(home = "."): (log: string) => string {
  return (log) => log.replace(PATH, (path) => join(home, path));
}

const PATH = /(?<=^tensorboard:|^(?!tensorboard:)).+$/;

/** @throws a usage error for a folder that has the checkpoints of another run. */
async function demandNew(folder: string): Promise<void> {
  const files = await checkpointFiles(folder).catch(() => []); // what cannot be read is reported when it is written to
  if (files.length === 0) return;
  throw usageError({
    where: "train --checkpoint",
    expected: "a folder without checkpoints, as this run is a new one",
    received: `${folder} with ${files.length} of them, up to step ${files.at(-1)?.steps}`,
    fix: `Go on with that run by evenkeel resume ${shellWord(folder)}, or choose another folder.`,
  });
}

function isScaledAs(before: RecipeInput | undefined, { scaling, targetScaling }: Recipe): boolean {
  return before?.scaling === scaling && before?.targetScaling === targetScaling;
}
