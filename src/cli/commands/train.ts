import { count } from "../../options.ts";
import { recipeData } from "../../recipe/parts.ts";
import { defineRecipe } from "../../recipe/recipe.ts";
import { trainRecipe } from "../../recipe/train-recipe.ts";
import { duration } from "../../report/format.ts";
import type { Run } from "../../train/run.ts";
import { VERSION } from "../../version.ts";
import { cacheFolder } from "../cache-folder.ts";
import type { AddCommand } from "../command.ts";
import { measures, ProgressView, trainLines } from "../progress.ts";
import { readRecipe } from "../read-recipe.ts";
import { addRecipeFlags, readValue, recipeFromFlags } from "../recipe-flags.ts";

export const trainCommand: AddCommand = (program, host, exit) => {
  const command = program
    .command("train")
    .description("train one model: evenkeel train --model mlp --dropout 0.3 --epochs 3")
    .argument("[recipe]", "a recipe file (.json, or a module with a default export); flags override its keys")
    .option("--save <file>", "write the finished run: architecture, weights, optimizer state, history")
    .option("--threads <value>", "threads that compute; all cores by default");
  addRecipeFlags(command);
  command.action(async (file: string | undefined, flags: Record<string, string | boolean>) => {
    const recipe = defineRecipe({ ...(file === undefined ? {} : await readRecipe(file)), ...recipeFromFlags(flags) });
    const threads =
      typeof flags.threads === "string"
        ? (readValue("--threads", count(undefined), flags.threads) as number)
        : undefined;
    const view = new ProgressView(host);
    const data = await recipeData(recipe, { cache: cacheFolder(host), signal: host.signal });
    let told = 0;
    let run: Run;
    try {
      run = await trainRecipe(recipe, data, {
        signal: host.signal,
        ...(threads === undefined ? {} : { threads }),
        onProgress: (progress) => {
          const { last } = progress;
          if (last !== undefined && last.epoch > told) {
            told = last.epoch;
            view.line(epochLine(last, progress.epochs));
          }
          view.draw(() => trainLines(progress, host));
        },
      });
    } finally {
      view.done();
    }
    const last = run.history.at(-1);
    if (last !== undefined && last.epoch > told) host.err(epochLine(last, recipe.epochs));
    if (typeof flags.save === "string") {
      await run.save(flags.save);
      host.err(`Saved to ${flags.save}`);
    }
    const { history, test, stopped, seconds, backend, capacity } = run;
    const parameters = run.model.parameterCount;
    await run.model.close();
    if (flags.json === true)
      host.out(
        JSON.stringify({ evenkeel: VERSION, recipe, parameters, capacity, history, test, stopped, seconds, backend }),
      );
    else {
      host.out(`${parameters.toLocaleString("en")} parameters, ${duration(seconds)}, ${backend}`);
      if (capacity.level === "over-parameterised") host.out(`Hint: ${capacity.explanation}`);
      if (stopped.reason !== "epochs")
        host.out(`Stopped: ${stopped.reason}${stopped.detail === undefined ? "" : `; ${stopped.detail}`}`);
      if (test !== undefined) host.out(`Test: ${measures(test)}`);
    }
    exit(stopped.reason === "diverged" || stopped.reason === "aborted" ? 1 : 0);
  });
};

function epochLine({ epoch, train, validation, seconds }: Run["history"][number], epochs: number): string {
  const held = validation === undefined ? "" : `  validation ${measures(validation)}`;
  return `epoch ${epoch}/${epochs}  ${measures(train)}${held}  ${seconds.toFixed(1)} s`;
}
