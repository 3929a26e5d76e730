import { Option as Flag } from "commander";
import { DEFAULT_SEEDS } from "../../compare/compare.ts";
import type { EvidenceOptions } from "../../compare/evidence-options.ts";
import { MOST_LOOKS } from "../../compare/evidence-plan.ts";
import { logUniform, type Range, uniformBetween } from "../../compare/tuning/range.ts";
import { MOST_TRIALS, TRIALS, TUNERS, type TuneOptions, type Tuner } from "../../compare/tuning/tune-options.ts";
import type { Vary } from "../../compare/vary.ts";
import { usageError } from "../../errors.ts";
import { splitExpressions } from "../../expression/split-expressions.ts";
import { camelCase, kebabCase } from "../../options/case.ts";
import { defined } from "../../options/defined.ts";
import { type Option, unknownName } from "../../options.ts";
import { LIMITS } from "../../recipe/limits.ts";
import { type RecipeInput, recipeOptions } from "../../recipe/recipe.ts";
import { BACKEND_DOC, backendFlag } from "../backend-flag.ts";
import type { AddCommand } from "../command.ts";
import { countFlag } from "../count-flag.ts";
import { flagWords } from "../experiments/again.ts";
import type { CliExperiment, CompareRequest } from "../experiments/cli-experiment.ts";
import { runVariants } from "../experiments/of-variants.ts";
import { EXPERIMENTS, experimentNamed } from "../experiments.ts";
import { queueLocation } from "../queue-location.ts";
import { addRecipeFlags, readValue, recipeFromFlags, recipeTexts } from "../recipe-flags.ts";

const DESIGN_OF = { grid: "grid", "one-at-a-time": "oneAtATime" } as const;
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
    .addOption(
      new Flag(
        "--design <name>",
        "how the values of several --vary are put together: every combination, or changes of one at a time (default: grid)",
      ).choices(Object.keys(DESIGN_OF)),
    )
    .option(
      "--variant <name: changes>",
      "a variant by name, the baseline first, in place of --vary: 'plain' or 'wide: hidden=512, norm=batch'",
      collect,
    )
    .option(
      "--tune <key=range>",
      "tune a key of the recipe for each variant first, the same trials for all: learningRate=log:1e-4..1e-1, dropout=0..0.5 or batch-size=16,64",
      collect,
    )
    .option("--trials <value>", `how many values are tried for each variant (default: ${TRIALS})`)
    .addOption(
      new Flag(
        "--tuner <name>",
        "train every trial as long as the comparison trains, or all shortly and the better half longer (default: random)",
      ).choices(TUNERS),
    )
    .option("--seeds <value>", `how many seeds each variant is trained with (default: ${DEFAULT_SEEDS})`)
    .option(
      "--until-decided [most]",
      "add seeds until every difference is significant or equivalent, at most this many (default: five times --seeds)",
    )
    .option("--looks <value>", "how often the results are looked at to add seeds (default: 5)")
    .option("--equivalence <margin>", "the largest difference that counts as none: 0.005, or '0.5 points' of a share")
    .option("--reach <measure=value>", "say how soon runs reach it on the validation set: accuracy=0.9")
    .option(
      "--data-seeds <value>",
      "run every seed on this many splits of the data, at least 3, and say what varies with each",
    )
    .option("--parallel <value>", "how many runs at a time, one thread each; by default as many as there are cores")
    .option("--backend <name>", BACKEND_DOC)
    .option(
      "--queue <url>",
      "have the runs carried out by workers (evenkeel worker) of a Redis server: redis://host:6379, rediss:// for TLS; its password in REDIS_PASSWORD",
    )
    .option(
      "--checkpoint <folder>",
      "keep every run there: the same command goes on from it (by default only until all are done, beside the report)",
    )
    .option(
      "--report <file>",
      "where the report is written, by the extension as a page, Markdown, CSV of the runs or JSON: .html, .md, .csv, .json; more than once for several (default: reports/<name>.html)",
      collect,
    );
  addRecipeFlags(command);
  command.action(async (name: string | undefined, flags: Record<string, unknown>) => {
    const experiment = name === undefined ? undefined : experimentNamed(name);
    if (name !== undefined && experiment === undefined) throw unknownName("compare", "experiment", name, NAMES);
    const request: CompareRequest = {
      recipe: recipeFromFlags(flags),
      texts: recipeTexts(flags),
      vary: readVary(flags.vary as string[] | undefined),
      design: flags.design === undefined ? undefined : DESIGN_OF[flags.design as keyof typeof DESIGN_OF],
      variants: readVariants(flags.variant as string[] | undefined),
      tuning: {
        ...defined({
          tune: readTune(flags.tune as string[] | undefined),
          trials: countFlag(flags, "trials", MOST_TRIALS),
          tuner: flags.tuner as Tuner | undefined,
        }),
      },
      evidence: readEvidence(flags),
      seeds: countFlag(flags, "seeds", LIMITS.seeds),
      parallel: countFlag(flags, "parallel", LIMITS.threads),
      backend: backendFlag(flags),
      queue: queueLocation(flags, host),
      checkpoint: flags.checkpoint as string | undefined,
      reports: flags.report as string[] | undefined,
      words: ["evenkeel", "compare", ...(name === undefined ? [] : [name]), ...flagWords(flags)],
      json: flags.json === true,
    };
    if (experiment !== undefined) checkRead(experiment, request);
    exit(await (experiment === undefined ? runVariants(request, host) : experiment.run(request, host)));
  });
};

/** @throws a usage error for a flag that an experiment does not read. */
function checkRead(
  { name, reads }: CliExperiment,
  { recipe, vary, design, variants, tuning, evidence, seeds, backend, queue }: CompareRequest,
): void {
  const given = [
    ...Object.keys(defined({ design, variants, ...tuning, ...evidence })),
    ...Object.keys(recipe),
    ...(seeds === undefined ? [] : ["seeds"]),
    ...(backend === undefined ? [] : ["backend"]),
    ...(queue === undefined ? [] : ["queue"]),
    ...(Object.keys(vary).length === 0 ? [] : ["vary"]),
  ];
  const other = given.find((key) => reads?.includes(key) === false);
  if (other === undefined) return;
  const flag = kebabCase(other);
  const expected =
    reads !== undefined && reads.length < 20
      ? `no flags but ${reads.join(", ")}`
      : `no --${flag}, which it does not read`;
  throw usageError({ where: `compare ${name}`, expected, received: other });
}

export function readVary(texts: readonly string[] = []): Vary {
  const read = texts.map((text) => {
    const { key, value } = assignmentOf("--vary", text, "key=value,value");
    return [key, splitExpressions(value).map((each) => readValue(`--vary ${key}`, optionOf(key), each))] as const;
  });
  const twice = read.find(([key], i) => read.findIndex(([other]) => other === key) < i)?.[0];
  if (twice !== undefined)
    throw usageError({
      where: "--vary",
      expected: "each key once",
      received: twice,
      fix: "Give all values in one list.",
    });
  return Object.fromEntries(read) as Vary;
}

/** "wide: hidden=512,512, norm=batch" → { wide: { hidden: [512, 512], norm: "batch" } }; a part without = belongs to the value before it. */
export function readVariants(texts: readonly string[] = []): Record<string, RecipeInput> | undefined {
  if (texts.length === 0) return undefined;
  const variants: Record<string, RecipeInput> = {};
  for (const text of texts) {
    const [, name, changes = ""] = /^([^:=]+?)\s*(?::(.*))?$/s.exec(text.trim()) ?? [];
    if (name === undefined)
      throw usageError({ where: "--variant", expected: "name: key=value, key=value", received: text });
    if (Object.hasOwn(variants, name))
      throw usageError({ where: "--variant", expected: "each name once", received: name });
    variants[name] = readChanges(`--variant ${name}`, changes);
  }
  return variants;
}

/** "learningRate=log:1e-4..1e-1", "dropout=0..0.5", "batch-size=16,64" */
export function readTune(texts: readonly string[] = []): TuneOptions["tune"] {
  if (texts.length === 0) return undefined;
  const read = texts.map((text) => {
    const { key, value } = assignmentOf("--tune", text, "key=log:low..high, key=low..high or key=value,value");
    return [key, readRange(key, value)] as const;
  });
  return Object.fromEntries(read);
}

/** What a study is asked beyond whether variants differ. */
function readEvidence(flags: Readonly<Record<string, unknown>>): EvidenceOptions {
  const most = flags.untilDecided === true ? undefined : countFlag(flags, "untilDecided", LIMITS.seeds);
  const looks = countFlag(flags, "looks", MOST_LOOKS);
  if (looks !== undefined && flags.untilDecided === undefined)
    throw usageError({ where: "--looks", expected: "--until-decided beside it", received: "--looks alone" });
  return defined({
    equivalence: flags.equivalence as string | undefined,
    reach: readReach(flags.reach as string | undefined),
    untilDecided: flags.untilDecided === undefined ? undefined : defined({ most, looks }),
    dataSeeds: countFlag(flags, "dataSeeds", LIMITS.seeds),
  });
}

/** "accuracy=0.9" */
function readReach(text: string | undefined): EvidenceOptions["reach"] {
  if (text === undefined) return undefined;
  const [, measure, value] = /^(.+?)\s*=\s*(\S+)$/.exec(text.trim()) ?? [];
  if (measure === undefined || !Number.isFinite(Number(value)))
    throw usageError({ where: "--reach", expected: "measure=value, such as accuracy=0.9", received: text });
  return { [measure]: Number(value) };
}

function readRange(key: keyof typeof recipeOptions, text: string): Range | readonly unknown[] {
  const [, scale, low, high] = /^(log:|linear:)?\s*(\S+?)\.\.(\S+)$/.exec(text) ?? [];
  if (low === undefined) {
    if (/^(log|linear):/.test(text) || text === "")
      throw usageError({ where: `--tune ${key}`, expected: "two numbers, as in log:1e-4..1e-1", received: text });
    return splitExpressions(text).map((each) => readValue(`--tune ${key}`, optionOf(key), each));
  }
  for (const end of [low, high]) readValue(`--tune ${key}`, optionOf(key), end);
  return scale === "log:" ? logUniform(Number(low), Number(high)) : uniformBetween(Number(low), Number(high));
}

function readChanges(where: string, text: string): RecipeInput {
  const parts: string[] = [];
  for (const part of splitExpressions(text)) {
    if (parts.length === 0 || /^[\w-]+\s*=/.test(part)) parts.push(part);
    else parts[parts.length - 1] += `,${part}`;
  }
  const given = parts.filter((part) => part !== "").map((part) => assignmentOf(where, part));
  return Object.fromEntries(given.map(({ key, value }) => [key, readValue(`${where}: ${key}`, optionOf(key), value)]));
}

/** "dropout=0,0.5" → dropout and "0,0.5". @throws a usage error for what is no key of a recipe. */
function assignmentOf(
  where: string,
  text: string,
  expected = "key=value",
): { key: keyof typeof recipeOptions; value: string } {
  const at = text.indexOf("=");
  if (at < 1) throw usageError({ where, expected, received: text });
  const key = camelCase(text.slice(0, at).trim());
  if (!Object.hasOwn(recipeOptions, key)) throw unknownName(where, "key", key, Object.keys(recipeOptions));
  return { key: key as keyof typeof recipeOptions, value: text.slice(at + 1).trim() };
}

function optionOf(key: keyof typeof recipeOptions): Option<unknown> {
  return recipeOptions[key] as Option<unknown>;
}

function collect(text: string, earlier: string[] = []): string[] {
  return [...earlier, text];
}
