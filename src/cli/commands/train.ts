import { Option as Flag } from "commander";
import { type EvenkeelError, runError, usageError } from "../../errors.ts";
import { defineRecipe } from "../../recipe/define-recipe.ts";
import { LIMITS } from "../../recipe/limits.ts";
import { recipeData } from "../../recipe/recipe-data.ts";
import { measuredMetrics } from "../../recipe/recipe-metric.ts";
import { trainRecipe } from "../../recipe/train-recipe.ts";
import { hanging } from "../../report/words/wrap.ts";
import { duration } from "../../train/progress/duration.ts";
import { bar, epochLine, measures, shareOf, stepLine, unitsOf } from "../../train/progress/progress-text.ts";
import { failureOf } from "../../train/run/failure-of.ts";
import type { Run } from "../../train/run/run.ts";
import { TrainingError } from "../../train/run/training-error.ts";
import { VERSION } from "../../version.ts";
import { cacheFolder } from "../cache-folder.ts";
import type { AddCommand } from "../command.ts";
import { countFlag } from "../count-flag.ts";
import { outputFile } from "../output-file.ts";
import { ProgressView } from "../progress.ts";
import { readRecipe } from "../read-recipe.ts";
import { addRecipeFlags, recipeFromFlags } from "../recipe-flags.ts";
import { asError, tellFailure } from "../tell-failure.ts";

export const trainCommand: AddCommand = (program, host, exit) => {
  const command = program
    .command("train")
    .description("train a model: evenkeel train --model mlp --dropout 0.3 --epochs 3")
    .argument("[recipe]", "a recipe file: JSON, or a module with a default export; flags override its keys")
    .option("--save <file>", "save the finished run: model, weights, optimizer state, history")
    .option("--threads <value>", "number of threads; by default as many as there are cores")
    .addOption(new Flag("--resume <file>").hideHelp());
  addRecipeFlags(command);
  command.action(async (file: string | undefined, flags: Record<string, string | boolean>) => {
    if (flags.resume !== undefined)
      throw usageError({
        where: "train",
        expected: "a new run",
        received: "--resume",
        fix: "Resume a saved run in a program: train(model, data, { resume: FILE, epochs }).",
      });
    const recipe = defineRecipe({ ...(file === undefined ? {} : await readRecipe(file)), ...recipeFromFlags(flags) });
    const threads = countFlag(flags, "threads", LIMITS.threads);
    const save = typeof flags.save === "string" ? await outputFile(flags.save) : undefined;
    const view = new ProgressView(host);
    const data = await recipeData(recipe, { cache: cacheFolder(host), signal: host.signal });
    const units = unitsOf(measuredMetrics(recipe, data));
    let shown = 0;
    let run: Run;
    let broken: TrainingError | undefined;
    try {
      run = await trainRecipe(recipe, data, {
        signal: host.signal,
        threads,
        onProgress: (progress) => {
          const { last } = progress;
          if (last !== undefined && last.epoch > shown) {
            shown = last.epoch;
            view.line(epochLine(last, progress.epochs, units));
          }
          view.draw(() => [`${host.colors.cyan(bar(shareOf(progress), 24))} ${stepLine(progress, units)}`]);
        },
      });
    } catch (error) {
      if (!(error instanceof TrainingError)) throw error;
      broken = error;
      run = error.run;
    } finally {
      view.done();
    }
    const last = run.history.at(-1);
    if (last !== undefined && last.epoch > shown) host.err(epochLine(last, run.config.epochs, units));
    const unsaved = await save?.write((path) => run.save(path));
    const saved = save !== undefined && unsaved === undefined;
    if (saved) host.err(`Saved to ${flags.save}`);
    const failed = broken === undefined ? unsaved : brokenOff(broken, saved);
    const { history, test, stopped, steps, skippedSteps, seconds, backend, capacity } = run;
    const failure = failureOf(run);
    const parameters = run.model.parameterCount;
    await run.model.close();
    if (flags.json === true) {
      const outcome = { parameters, capacity, history, test, stopped, steps, skippedSteps, seconds, backend };
      host.out(JSON.stringify({ evenkeel: VERSION, recipe, ...outcome, failure, ...asError(failed) }));
    } else {
      const say = (text: string) => host.out(hanging("", text, host.width).join("\n"));
      say(`${parameters.toLocaleString("en")} parameters, ${duration(seconds)}, ${backend}`);
      if (overfits(run)) say(`Hint: ${HINT}`);
      if (stopped.reason !== "epochs")
        say(`Stopped: ${stopped.reason}${stopped.detail === undefined ? "" : `; ${stopped.detail}`}`);
      if (skippedSteps > 0)
        say(`Skipped: ${skippedSteps} of ${steps} steps, because their loss or gradient was not finite`);
      if (test !== undefined) say(`Test: ${measures(test, units)}`);
      else if (data.test !== undefined) say("Test: not measured");
      if (failure !== undefined && (stopped.reason === "epochs" || stopped.reason === "early stopping"))
        say(`Failed: ${failure}. ${CURES}`);
    }
    if (failed !== unsaved) tellFailure(unsaved, host);
    tellFailure(failed, host);
    exit(failure === undefined && failed === undefined ? 0 : 1);
  });
};

const CURES = "Try a learning rate ten times smaller, gradient clipping (--clip 1), or scaled inputs.";
const HINT =
  "the model may overfit: it has more parameters than numbers to fit, and the validation loss has risen above its minimum " +
  "(evenkeel explain capacity).";

/** The same error for the command line, where no program can catch it. */
function brokenOff({ facts, run }: TrainingError, saved: boolean): EvenkeelError {
  const trained = `${run.history.length} epochs (${run.steps} steps)`;
  const fix = saved
    ? `The run was saved after ${trained}.`
    : `Use --save FILE to keep a run that breaks off; this one had trained ${trained}.`;
  return runError({ ...facts, fix });
}

/** Whether a model that could memorize its samples seems to do so, judged by the validation loss. */
function overfits({ capacity, history }: Run): boolean {
  const losses = history.flatMap(({ validation }) => (validation === undefined ? [] : [validation.loss]));
  return capacity.level === "over-parameterised" && (losses.at(-1) ?? 0) > 1.02 * Math.min(...losses);
}
