import { resolve } from "node:path";
import { writeFileWhole } from "../../files.ts";
import type { Option } from "../../options.ts";
import { recipeData, recipeModel, recipeTraining } from "../../recipe/parts.ts";
import { defineRecipe } from "../../recipe/recipe.ts";
import { findRateHtml, findRateText } from "../../report/find-rate.ts";
import { findRate, rangeOptions } from "../../train/find-rate.ts";
import { cacheFolder } from "../cache-folder.ts";
import type { AddCommand } from "../command.ts";
import { bar, ProgressView } from "../progress.ts";
import { readRecipe } from "../read-recipe.ts";
import { addRecipeFlags, readValue, recipeFromFlags } from "../recipe-flags.ts";

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
    const report = typeof flags.report === "string" ? resolve(flags.report) : undefined;
    if (report !== undefined) await writeFileWhole(report, findRateHtml(test));
    if (flags.json === true) host.out(JSON.stringify({ recipe, ...test, ...(report === undefined ? {} : { report }) }));
    else {
      host.out(findRateText(test, host.width));
      if (report !== undefined) host.out(`Report: ${report}`);
    }
    exit(test.ended === "aborted" ? 1 : 0);
  });
};
