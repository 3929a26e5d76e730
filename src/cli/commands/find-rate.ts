import { type Dataset, sampleCount } from "../../data/dataset.ts";
import { writeFileWhole } from "../../files.ts";
import type { Option } from "../../options.ts";
import { recipeData, recipeModel, recipeTraining } from "../../recipe/parts.ts";
import { defineRecipe, type Recipe } from "../../recipe/recipe.ts";
import { findRateHtml, findRateText } from "../../report/find-rate.ts";
import { findRate, rangeOptions } from "../../train/find-rate/find-rate.ts";
import { bar } from "../../train/progress/progress-text.ts";
import { cacheFolder } from "../cache-folder.ts";
import type { AddCommand } from "../command.ts";
import { outputFile } from "../output-file.ts";
import { ProgressView } from "../progress.ts";
import { readRecipe } from "../read-recipe.ts";
import { addRecipeFlags, readValue, recipeFromFlags } from "../recipe-flags.ts";
import { asError, tellFailure } from "../tell-failure.ts";

export const findRateCommand: AddCommand = (program, host, exit) => {
  const command = program
    .command("find-rate")
    .description("find a learning rate by a range test: evenkeel find-rate --model mlp --optimizer sgd")
    .argument("[recipe]", "a recipe file (.json, or a module with a default export); flags override its keys")
    .option("--report <file>", "write the test as an HTML page with its picture");
  for (const [key, { doc, fallback }] of Object.entries(rangeOptions))
    command.option(`--${key} <value>`, `${doc} (default: ${fallback})`);
  addRecipeFlags(command);
  command.action(async (file: string | undefined, flags: Record<string, string | boolean>) => {
    const recipe = defineRecipe({ ...(file === undefined ? {} : await readRecipe(file)), ...recipeFromFlags(flags) });
    const range = Object.fromEntries(
      Object.entries(rangeOptions).flatMap(([key, option]) => {
        const text = flags[key];
        return typeof text === "string"
          ? [[key, readValue(`--${key}`, option as Option<unknown>, text) as number]]
          : [];
      }),
    );
    const report = typeof flags.report === "string" ? await outputFile(flags.report) : undefined;
    const data = await recipeData(recipe, { cache: cacheFolder(host), signal: host.signal });
    const { callbacks: _, epochs: __, ...training } = recipeTraining(recipe);
    const view = new ProgressView(host);
    const test = await findRate(recipeModel(recipe, data.classes?.length ?? 10), data, {
      ...training,
      ...range,
      signal: host.signal,
      onProgress: ({ step, steps, rate, loss }) =>
        view.draw(() => [
          `${host.colors.cyan(bar(step / steps, 24))} rate ${rate.toPrecision(2)}  loss ${loss.toPrecision(4)}`,
        ]),
    }).finally(() => view.done());
    const failed = await report?.write((path) =>
      writeFileWhole(path, findRateHtml(test, undefined, factsOf(recipe, data))),
    );
    if (flags.json === true)
      host.out(
        JSON.stringify({
          recipe,
          ...test,
          ...(report === undefined ? {} : { report: report.path }),
          ...asError(failed),
        }),
      );
    else {
      host.out(findRateText(test, host.width));
      if (report !== undefined && failed === undefined) host.out(`Report: ${report.path}`);
    }
    tellFailure(failed, host);
    exit(test.ended === "aborted" || failed !== undefined ? 1 : 0);
  });
};

/** Of what a range test is: "convnet · adam · digits, 6,000 training samples · batches of 64 · seed 1 · 2026-03-01". */
function factsOf({ model, optimizer, batchSize, seed }: Recipe, { name, train }: Dataset): string[] {
  const samples = `${name}, ${sampleCount(train).toLocaleString("en")} training samples`;
  return [model, optimizer, samples, `batches of ${batchSize}`, `seed ${seed}`, new Date().toISOString().slice(0, 10)];
}
