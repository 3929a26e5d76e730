import { Option as Flag } from "commander";
import { usageError } from "../../errors.ts";
import { sourceSpec } from "../../recipe/data-text.ts";
import { defineRecipe } from "../../recipe/define-recipe.ts";
import { LIMITS } from "../../recipe/limits.ts";
import type { Recipe, RecipeInput } from "../../recipe/recipe.ts";
import { recipeData } from "../../recipe/recipe-data.ts";
import { cacheFolder } from "../cache-folder.ts";
import type { AddCommand } from "../command.ts";
import { countFlag } from "../count-flag.ts";
import { outputFile } from "../output-file.ts";
import { addRecipeFlags } from "../recipe-flags.ts";
import { recipeGiven } from "../recipe-given.ts";
import { ownDataName } from "../training/own-data.ts";
import { trainFolds } from "../training/train-folds.ts";
import { trainOnce } from "../training/train-once.ts";

/** More folds than this leave out one sample of any table that is worth it. */
const MOST_FOLDS = 1000;

export const trainCommand: AddCommand = (program, host, exit) => {
  const command = program
    .command("train")
    .description(
      "train a model: evenkeel train --model mlp --dropout 0.3 --epochs 3, or evenkeel train --data table.csv --target species",
    )
    .argument("[recipe]", "a recipe file: JSON, or a module with a default export; flags override its keys")
    .option("--save <file>", "save the finished run: model, weights, optimizer state, history")
    .option("--report <file>", "where the HTML report is written (default: reports/<name>.html for data of your own)")
    .option("--folds <value>", "train once for each of so many folds, and judge each by a model that has not seen it")
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
    const input = await recipeGiven(file, flags);
    const threads = countFlag(flags, "threads", LIMITS.threads);
    const folds = countFlag(flags, "folds", MOST_FOLDS);
    const json = flags.json === true;
    const context = { cache: cacheFolder(host), signal: host.signal };
    if (folds !== undefined) {
      const recipe = defineRecipe(input);
      checkTarget(recipe);
      checkFolds(folds, input, flags);
      const data = await recipeData(defineRecipe({ ...input, validationSize: 0, testSize: 0 }), context);
      exit(await trainFolds(recipe, data, { folds, threads, json }, host));
      return;
    }
    const recipe = defineRecipe(input);
    checkTarget(recipe);
    const save = typeof flags.save === "string" ? { ...(await outputFile(flags.save)), given: flags.save } : undefined;
    const name = ownDataName(recipe);
    const place = typeof flags.report === "string" ? flags.report : name && `reports/${name}.html`;
    const report = place === undefined ? undefined : await outputFile(place);
    const data = await recipeData(recipe, context);
    exit(await trainOnce(recipe, data, { threads, save, report, json }, host));
  });
};

/** @throws a usage error for a table of which nothing says what is to be learned. */
function checkTarget({ data, target, use }: Recipe): void {
  const spec = sourceSpec(data, use);
  if (!TABLES.includes(spec.name) || target !== undefined || spec.target !== undefined || spec.label !== undefined)
    return;
  throw usageError({
    where: "train",
    expected: `--target COLUMN, the column of ${data} that is to be learned`,
    received: "none",
  });
}

const TABLES = ["csv", "json", "jsonLines", "parquet", "table"];

/** @throws a usage error for what folds leave no sense to. */
function checkFolds(folds: number, { testSize }: RecipeInput, flags: Readonly<Record<string, unknown>>): void {
  const [flag, value] =
    testSize !== undefined
      ? ["test-size", testSize]
      : (["save", "report"].map((each) => [each, flags[each]]).find(([, given]) => given !== undefined) ?? []);
  if (flag !== undefined)
    throw usageError({
      where: "train --folds",
      expected: `no --${flag} beside --folds, ${flag === "test-size" ? "since every fold is a test set" : "since there are as many models as folds"}`,
      received: `--${flag} ${value}`,
      fix: `Leave --${flag} out.`,
    });
  if (folds === 1)
    throw usageError({ where: "train --folds", expected: "at least 2 folds", received: "1", fix: "Take 5 or 10." });
}
