import { DEFAULT_SEEDS } from "../../compare/compare.ts";
import type { Vary } from "../../compare/vary.ts";
import { usageError } from "../../errors.ts";
import { splitExpressions } from "../../expression/split-expressions.ts";
import { camelCase } from "../../options/case.ts";
import { type Option, unknownName } from "../../options.ts";
import { LIMITS } from "../../recipe/limits.ts";
import { recipeOptions } from "../../recipe/recipe.ts";
import type { AddCommand } from "../command.ts";
import { countFlag } from "../count-flag.ts";
import type { CliExperiment, CompareRequest } from "../experiments/cli-experiment.ts";
import { runVariants } from "../experiments/of-variants.ts";
import { EXPERIMENTS, experimentNamed } from "../experiments.ts";
import { addRecipeFlags, readValue, recipeFromFlags, recipeTexts } from "../recipe-flags.ts";

const NAMES = EXPERIMENTS.map(({ name }) => name).sort();

export const compareCommand: AddCommand = (program, host, exit) => {
  const command = program
    .command("compare")
    .description(
      "train variants with several seeds and test which differences are significant: evenkeel compare dropout",
    )
    .argument("[experiment]", `a ready experiment: ${NAMES.join(", ")}`)
    .option(
      "--vary <key=values>",
      "values for a key of the recipe, the baseline first: dropout=0,0.5 or 'optimizer=adam(),sgd({ momentum: 0.9 })'",
      collect,
    )
    .option("--seeds <value>", `how many seeds each variant is trained with (default: ${DEFAULT_SEEDS})`)
    .option("--parallel <value>", "how many runs at a time, one thread each; by default as many as there are cores")
    .option(
      "--checkpoint <folder>",
      "keep every run there: the same command goes on from it (by default only until all are done, beside the report)",
    )
    .option("--report <file>", "where the HTML report is written (default: reports/<name>.html)");
  addRecipeFlags(command);
  command.action(async (name: string | undefined, flags: Record<string, unknown>) => {
    const experiment = name === undefined ? undefined : experimentNamed(name);
    if (name !== undefined && experiment === undefined) throw unknownName("compare", "experiment", name, NAMES);
    const request: CompareRequest = {
      recipe: recipeFromFlags(flags),
      texts: recipeTexts(flags),
      vary: readVary(flags.vary as string[] | undefined),
      seeds: countFlag(flags, "seeds", LIMITS.seeds),
      parallel: countFlag(flags, "parallel", LIMITS.threads),
      checkpoint: flags.checkpoint as string | undefined,
      report: flags.report as string | undefined,
      json: flags.json === true,
    };
    if (experiment !== undefined) checkRead(experiment, request);
    exit(await (experiment === undefined ? runVariants(request, host) : experiment.run(request, host)));
  });
};

/** @throws a usage error for a flag that an experiment does not read. */
function checkRead({ name, reads }: CliExperiment, { recipe, vary, seeds }: CompareRequest): void {
  const given = [
    ...Object.keys(recipe),
    ...(seeds === undefined ? [] : ["seeds"]),
    ...(Object.keys(vary).length === 0 ? [] : ["vary"]),
  ];
  const other = given.find((key) => reads?.includes(key) === false);
  if (other === undefined) return;
  throw usageError({ where: `compare ${name}`, expected: `no flags but ${reads?.join(", ")}`, received: other });
}

export function readVary(texts: readonly string[] = []): Vary {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf("=");
      if (at < 1) throw usageError({ where: "--vary", expected: "key=value,value", received: text });
      const key = camelCase(text.slice(0, at));
      if (!Object.hasOwn(recipeOptions, key)) throw unknownName("--vary", "key", key, Object.keys(recipeOptions));
      const option = recipeOptions[key as keyof typeof recipeOptions] as Option<unknown>;
      return [key, splitExpressions(text.slice(at + 1)).map((value) => readValue(`--vary ${key}`, option, value))];
    }),
  ) as Vary;
}

function collect(text: string, earlier: string[] = []): string[] {
  return [...earlier, text];
}
