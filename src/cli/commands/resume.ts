import { usageError } from "../../errors.ts";
import { shellWord } from "../../recipe/recipe-command.ts";
import type { RunDescription } from "../../train/run/read-run-file.ts";
import { savedRunAt } from "../../train/run/saved-run-at.ts";
import type { AddCommand, ExitCode } from "../command.ts";
import type { Host } from "../host.ts";
import { readRunFolder } from "../training/run-folder.ts";
import { addRunFlags, type Flags, trainByFlags } from "./train.ts";

export const resumeCommand: AddCommand = (program, host, exit) => {
  const command = program
    .command("resume")
    .description(
      "go on with a run: evenkeel resume runs/digits, or with more epochs: evenkeel resume runs/digits --epochs 20",
    )
    .argument("<path>", "the folder that --checkpoint named, or the file of a run in it");
  addRunFlags(command);
  command.action(async (path: string, flags: Flags) => exit(await resume(path, flags, host)));
};

async function resume(path: string, flags: Flags, host: Host): Promise<ExitCode> {
  const { recipe, checkpoints, count } = await readRunFolder(path);
  if (recipe === undefined)
    throw usageError({
      where: `resume ${path}`,
      expected: "a folder with recipe.json, which evenkeel train --checkpoint writes",
      received: "none",
      fix: "Name the folder that --checkpoint named, or give the recipe: evenkeel train RECIPE --resume PATH, or the flags that the run was trained with.",
    });
  if (checkpoints !== undefined && count === 0) host.err("No checkpoint there yet: the run begins.");
  else {
    const { run } = await savedRunAt(path);
    const goal = flags.epochs === undefined && flags.maxSteps === undefined ? finished(run) : undefined;
    if (goal !== undefined) {
      const text = `The run is finished, after ${run.history.length} epochs (${run.steps} steps): ${goal}.`;
      if (flags.json === true) host.out(JSON.stringify({ finished: true, steps: run.steps, stopped: run.stopped }));
      else
        host.out(
          `${text}\nTrain on: evenkeel resume ${shellWord(path)} --epochs ${run.history.length + run.config.epochs}`,
        );
      return 0;
    }
    if (checkpoints === undefined && flags.checkpoint === undefined && flags.save === undefined)
      host.err(
        `${path} is not the newest of its folder: the run branches off there, and is not saved without --save FILE.`,
      );
  }
  return trainByFlags(undefined, { ...flags, resume: path }, host);
}

/** Why there is nothing left to do; undefined for a run that was interrupted. */
function finished({ stopped, history, config }: RunDescription): string | undefined {
  if (stopped.reason === "early stopping") return `early stopping${stopped.detail ? `; ${stopped.detail}` : ""}`;
  if (stopped.reason === "steps") return `all ${config.maxSteps} steps are done`;
  return history.length >= config.epochs ? `all ${config.epochs} epochs are done` : undefined;
}
