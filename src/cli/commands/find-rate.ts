import { Option as Flag } from "commander";
import { counted } from "../../compare/words/number-words.ts";
import { type Dataset, sampleCount } from "../../data/dataset.ts";
import { usageError } from "../../errors.ts";
import { writeFileWhole } from "../../files.ts";
import { kebabCase } from "../../options/case.ts";
import { defined } from "../../options/defined.ts";
import type { Option } from "../../options.ts";
import { withDataDefaults } from "../../recipe/data-defaults.ts";
import { defineRecipe } from "../../recipe/define-recipe.ts";
import { modelOfRecipe } from "../../recipe/model-of-recipe.ts";
import type { Recipe } from "../../recipe/recipe.ts";
import { dataOfRecipe } from "../../recipe/recipe-data.ts";
import { recipeTraining } from "../../recipe/recipe-training.ts";
import { findRateHtml } from "../../report/find-rate/find-rate-html.ts";
import { findRateText } from "../../report/find-rate/find-rate-text.ts";
import { findRate, rangeOptions } from "../../train/find-rate/find-rate.ts";
import { backendTeller } from "../../train/progress/backend-teller.ts";
import { bar } from "../../train/progress/progress-text.ts";
import { BACKEND_DOC, backendFlag } from "../backend-flag.ts";
import { cacheFolder } from "../cache-folder.ts";
import type { AddCommand } from "../command.ts";
import { outputFile } from "../output-file.ts";
import { ProgressView } from "../progress.ts";
import { addRecipeFlags, readValue } from "../recipe-flags.ts";
import { recipeGiven } from "../recipe-given.ts";
import { asError, tellFailure } from "../tell-failure.ts";
import { unfinishedPlace } from "../unfinished-place.ts";

const RANGE = Object.entries(rangeOptions) as [string, Option<number>][];

export const findRateCommand: AddCommand = (program, host, exit) => {
  const command = program
    .command("find-rate")
    .description("find a learning rate by a range test: evenkeel find-rate --model mlp --optimizer sgd")
    .argument("[recipe]", "a recipe file: JSON, or a module with a default export; flags override its keys")
    .option(
      "--checkpoint <folder>",
      "keep the test there: the same command goes on from it (by default only until it is done, in reports/)",
    )
    .option("--report <file>", "write the test as an HTML page with a picture")
    .option("--backend <name>", BACKEND_DOC);
  for (const [key, { doc, fallback, formerly = [] }] of RANGE) {
    command.option(`--${kebabCase(key)} <value>`, `${doc} (default: ${fallback})`);
    for (const name of formerly) command.addOption(new Flag(`--${kebabCase(name)} <value>`).hideHelp());
  }
  addRecipeFlags(command);
  command.action(async (file: string | undefined, flags: Record<string, string | boolean>) => {
    demandSteps(flags);
    const backend = backendFlag(flags);
    const asked = defineRecipe(await recipeGiven(file, flags));
    const range = rangeFromFlags(flags);
    const report = typeof flags.report === "string" ? await outputFile(flags.report) : undefined;
    const data = await dataOfRecipe(asked, { cache: cacheFolder(host), signal: host.signal });
    const recipe = withDataDefaults(asked, data);
    const { callbacks: _, epochs: __, maxSteps: ___, maxTime: ____, ...training } = recipeTraining(recipe, data);
    const folder = typeof flags.checkpoint === "string" ? flags.checkpoint : undefined;
    const place = unfinishedPlace(folder, report?.path ?? "reports/find-rate.html", [recipe, range], backend);
    const view = new ProgressView(host);
    const test = await findRate(modelOfRecipe(recipe, data), data, {
      ...training,
      ...range,
      checkpoint: place.folder,
      ...defined({ backend }),
      signal: host.signal,
      onProgress: ({ step, steps, rate, loss }) =>
        view.draw(() => [
          `${host.colors.cyan(bar(step / steps, 24))} rate ${rate.toPrecision(2)}  loss ${loss.toPrecision(4)}`,
        ]),
    }).finally(() => view.done());
    const failed = await report?.write((path) =>
      writeFileWhole(path, findRateHtml(test, undefined, factsOf(recipe, data, test.backend))),
    );
    if (test.backend !== undefined) backendTeller((line) => host.err(line))(test.backend);
    if (flags.json === true)
      host.out(JSON.stringify({ recipe, ...test, ...defined({ report: report?.path }), ...asError(failed) }));
    else {
      host.out(findRateText(test, host.width));
      if (report !== undefined && failed === undefined) host.out(`Report: ${report.path}`);
    }
    tellFailure(failed, host);
    if (test.ended === "aborted" || failed !== undefined)
      host.err(place.goOn(`The ${counted(test.rates.length, "step")} so far`));
    else await place.end();
    exit(test.ended === "aborted" || failed !== undefined ? 1 : 0);
  });
};

/** @throws a usage error for what ends a run, and no range test. */
function demandSteps(flags: Readonly<Record<string, string | boolean>>): void {
  const other = ["maxSteps", "maxTime"].find((name) => flags[name] !== undefined);
  if (other === undefined) return;
  throw usageError({
    where: "find-rate",
    expected: "--steps, how many steps the test takes",
    received: `--${kebabCase(other)} ${flags[other]}`,
    fix: "An interrupted test goes on by the same command.",
  });
}

/** The options of the range test, by their present or former flags. */
function rangeFromFlags(flags: Readonly<Record<string, string | boolean>>): Record<string, number> {
  return Object.fromEntries(
    RANGE.flatMap(([key, option]) =>
      [key, ...(option.formerly ?? [])].flatMap((name) => {
        const text = flags[name];
        return typeof text === "string" ? [[name, readValue(`--${kebabCase(name)}`, option, text) as number]] : [];
      }),
    ),
  );
}

/** What was tested: "convnet · adam · digits, 6,000 training samples · batches of 64 · seed 1 · wasm, 2 threads · 2026-03-01". */
function factsOf({ model, optimizer, batchSize, seed }: Recipe, { name, train }: Dataset, backend?: string): string[] {
  const samples = `${name}, ${sampleCount(train).toLocaleString("en")} training samples`;
  return [
    `${model}`,
    optimizer,
    samples,
    `batches of ${batchSize}`,
    `seed ${seed}`,
    ...(backend === undefined ? [] : [backend]),
    new Date().toISOString().slice(0, 10),
  ];
}
