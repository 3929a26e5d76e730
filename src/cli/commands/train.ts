import type { Command } from "commander";
import { usageError } from "../../errors.ts";
import { kebabCase } from "../../options/case.ts";
import { sourceSpec } from "../../recipe/data-text.ts";
import { defineRecipe } from "../../recipe/define-recipe.ts";
import { LIMITS } from "../../recipe/limits.ts";
import type { Recipe, RecipeInput } from "../../recipe/recipe.ts";
import { dataOfRecipe } from "../../recipe/recipe-data.ts";
import { BACKEND_DOC, backendFlag } from "../backend-flag.ts";
import { cacheFolder } from "../cache-folder.ts";
import type { AddCommand, ExitCode } from "../command.ts";
import { countFlag } from "../count-flag.ts";
import type { Host } from "../host.ts";
import { outputFile } from "../output-file.ts";
import { addRecipeFlags } from "../recipe-flags.ts";
import { recipeGiven } from "../recipe-given.ts";
import { keepingOf } from "../training/keeping.ts";
import { ownDataName } from "../training/own-data.ts";
import { readRunFolder } from "../training/run-folder.ts";
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
    .option("--folds <value>", "train once for each of so many folds, and judge each by a model that has not seen it")
    .option(
      "--checkpoint <folder>",
      "save the run to this folder while it is under way: evenkeel resume goes on from there",
    )
    .option("--resume <path>", "go on with the run of a folder, or of a file");
  addRunFlags(command);
  command.action(async (file: string | undefined, flags: Flags) => exit(await trainByFlags(file, flags, host)));
};

/** Flags of a single run, which a resumed one has too. */
export function addRunFlags(command: Command): void {
  command
    .option("--save <file>", "save the finished run: model, weights, optimizer state, history")
    .option("--report <file>", "where the HTML report is written (default: reports/<name>.html for data of your own)")
    .option("--every <value>", "how often a checkpoint is made: 5m, 2epochs, 1000steps (default: after each epoch)")
    .option("--keep <value>", "how many checkpoints are kept, the newest ones (default: 3)")
    .option(
      "--log <folder>",
      "write down the run, with checkpoints and a page: runs/a, or for TensorBoard tensorboard:runs/a; may be given again",
      (folder: string, before: readonly string[] = []) => [...before, folder],
    )
    .option("--threads <value>", "number of threads; by default as many as there are cores")
    .option("--backend <name>", BACKEND_DOC);
  addRecipeFlags(command);
}

/** What was given on the command line, by the names of flags. */
export type Flags = Readonly<Record<string, string | boolean | readonly string[]>>;

/** Trains by a recipe file and flags: a new run, or one that goes on. */
export async function trainByFlags(file: string | undefined, given: Flags, host: Host): Promise<ExitCode> {
  const resumed = typeof given.resume === "string" ? await readRunFolder(given.resume, file) : undefined;
  const flags = { ...resumed?.begun?.flags, ...given };
  const input = await recipeGiven(file, given, withoutBudget(resumed?.recipe ?? {}, given));
  const threads = countFlag(flags, "threads", LIMITS.threads);
  const backend = backendFlag(flags);
  const folds = countFlag(flags, "folds", MOST_FOLDS);
  const json = flags.json === true;
  const context = { cache: cacheFolder(host), signal: host.signal };
  if (folds !== undefined) {
    const recipe = defineRecipe(input);
    checkTarget(recipe);
    checkFolds(folds, input, flags);
    const data = await dataOfRecipe(defineRecipe({ ...input, validationSize: 0, testSize: 0 }), context);
    return trainFolds(recipe, data, { folds, threads, backend, json }, host);
  }
  const recipe = defineRecipe(input);
  checkTarget(recipe);
  const keeping = await keepingOf(flags, resumed, { file, recipe });
  if (given.weights !== undefined && keeping.resume !== undefined)
    host.err("--weights is not used: a run that goes on has its own weights.");
  const save = typeof flags.save === "string" ? { ...(await outputFile(flags.save)), given: flags.save } : undefined;
  const name = ownDataName(recipe);
  const place = typeof flags.report === "string" ? flags.report : name && `reports/${name}.html`;
  const report = place === undefined ? undefined : await outputFile(place);
  const data = await dataOfRecipe(recipe, context);
  return trainOnce(recipe, data, { threads, backend, save, report, json, ...keeping }, host);
}

/** The recipe of a run that goes on: its time was that of one call, and more epochs are more than its number of steps allowed. */
function withoutBudget({ maxSteps, maxTime: _, ...recipe }: RecipeInput, { epochs }: Flags): RecipeInput {
  return { ...recipe, ...(epochs === undefined && maxSteps !== undefined && { maxSteps }) };
}

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
  const given = ["save", "report", "checkpoint", "resume", "log"].find((name) => flags[name] !== undefined);
  const [flag, value] =
    testSize === undefined ? [given && kebabCase(given), flags[given ?? ""]] : ["test-size", testSize];
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
