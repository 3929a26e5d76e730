import { compare } from "../../compare/compare.ts";
import type { Experiment, Vary } from "../../compare/experiment.ts";
import * as experiments from "../../compare/experiments/index.ts";
import { NOT_BEGUN } from "../../compare/run-fate.ts";
import type { Study } from "../../compare/study.ts";
import { usageError } from "../../errors.ts";
import { writeFileWhole } from "../../files.ts";
import { count, type Option, unknownName } from "../../options.ts";
import { LIMITS } from "../../recipe/limits.ts";
import { type RecipeInput, recipeOptions } from "../../recipe/recipe.ts";
import { studyHtml } from "../../report/study/study-html.ts";
import { studyText } from "../../report/words/text.ts";
import { duration } from "../../train/progress/duration.ts";
import { measures } from "../../train/progress/progress-text.ts";
import { INTERRUPTED } from "../../train/run/failure-of.ts";
import { cacheFolder } from "../cache-folder.ts";
import type { AddCommand } from "../command.ts";
import { outputFile } from "../output-file.ts";
import { compareLines, ProgressView } from "../progress.ts";
import { addRecipeFlags, camelCase, readValue, recipeFromFlags } from "../recipe-flags.ts";
import { asError, tellFailure } from "../tell-failure.ts";
import { INITIALIZATION, runInitialization } from "./compare-initialization.ts";

export const compareCommand: AddCommand = (program, host, exit) => {
  const command = program
    .command("compare")
    .description("train variants with several seeds and say what their differences are worth: evenkeel compare dropout")
    .argument(
      "[experiment]",
      `a ready question: ${[...Object.keys(experiments), INITIALIZATION.name].sort().join(", ")}`,
    )
    .option("--vary <key=values>", "values for a key of the recipe, the first one the baseline: dropout=0,0.5", collect)
    .option("--seeds <value>", "how many seeds each variant is trained with (default: 5)")
    .option("--parallel <value>", "runs at a time, one thread each; as many as there are cores by default")
    .option("--report <file>", "where the HTML report goes (default: reports/<name>.html)");
  addRecipeFlags(command);
  command.action(async (name: string | undefined, flags: Record<string, unknown>) => {
    const given = recipeFromFlags(flags);
    if (name === INITIALIZATION.name || name === "initialisation")
      return exit(await runInitialization(flags, given, host));
    const experiment = name === undefined ? undefined : experimentNamed(name);
    const vary = { ...experiment?.vary, ...readVary(flags.vary as string[] | undefined) };
    if (Object.keys(vary).length === 0)
      throw usageError({
        where: "compare",
        expected: "an experiment, or --vary key=values",
        received: "neither",
        fix: "Try evenkeel compare dropout, or evenkeel compare --vary optimizer=adam,sgd.",
      });
    const number = (flag: string, most: number) =>
      typeof flags[flag] === "string"
        ? (readValue(`--${flag}`, count(undefined, "", 1, most), flags[flag]) as number)
        : undefined;
    const parallel = number("parallel", LIMITS.threads);
    const seeds = number("seeds", LIMITS.seeds) ?? experiment?.seeds ?? 5;
    const report = await outputFile(
      (flags.report as string | undefined) ?? `reports/compare-${name ?? Object.keys(vary).join("-")}.html`,
    );
    const view = new ProgressView(host);
    let study: Study;
    try {
      study = await compare({
        ...(experiment === undefined ? {} : { title: experiment.title }),
        base: baseOf(experiment, given),
        vary,
        seeds,
        ...(parallel === undefined ? {} : { parallel }),
        cache: cacheFolder(host),
        signal: host.signal,
        onProgress: (progress) => {
          const { finished, done, total } = progress;
          if (finished !== undefined)
            view.line(
              `${done}/${total}  ${finished.variant}, seed ${finished.seed}: ${
                finished.failure ?? (finished.test === undefined ? "done" : measures(finished.test))
              }  ${finished.seconds.toFixed(1)} s`,
            );
          view.draw(() => compareLines(progress, host));
        },
      });
    } finally {
      view.done();
    }
    const failed = await report.write((path) => writeFileWhole(path, studyHtml(study)));
    if (flags.json === true) host.out(JSON.stringify({ ...study, report: report.path, ...asError(failed) }));
    else {
      host.out(studyText(study, { color: host.outColors.isColorSupported, width: host.width }));
      host.out("");
      host.out(
        `${ranOf(study)} in ${duration(study.seconds)}.${failed === undefined ? ` Report: ${report.path}` : ""}`,
      );
    }
    tellFailure(failed, host);
    exit(failed !== undefined || study.runs.some(({ failure }) => failure !== undefined) ? 1 : 0);
  });
};

/** "8 runs", or after an interrupt "4 of 600 runs, then it was interrupted,". */
function ranOf({ runs }: Study): string {
  const begun = runs.filter(({ failure }) => failure !== NOT_BEGUN).length;
  const whole = runs.filter(({ failure }) => failure !== NOT_BEGUN && failure !== INTERRUPTED).length;
  return whole === runs.length ? `${runs.length} runs` : `${begun} of ${runs.length} runs, then it was interrupted,`;
}

/** Drawn digits are made as many as the experiment says; real data are taken whole. */
function baseOf(experiment: Experiment | undefined, given: RecipeInput): RecipeInput {
  const data = given.data ?? experiment?.base.data ?? "digits";
  return { ...experiment?.base, ...(data === "digits" ? experiment?.drawn : {}), ...given };
}

function experimentNamed(name: string): Experiment {
  const found = Object.values(experiments).find((experiment) => experiment.name === name);
  if (found === undefined)
    throw unknownName("compare", "experiment", name, [...Object.keys(experiments), INITIALIZATION.name]);
  return found;
}

export function readVary(texts: readonly string[] = []): Vary {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf("=");
      if (at < 1) throw usageError({ where: "--vary", expected: "key=value,value", received: text });
      const key = camelCase(text.slice(0, at));
      if (!Object.hasOwn(recipeOptions, key)) throw unknownName("--vary", "key", key, Object.keys(recipeOptions));
      const option = recipeOptions[key as keyof typeof recipeOptions] as Option<unknown>;
      return [
        key,
        text
          .slice(at + 1)
          .split(",")
          .map((value) => readValue(`--vary ${key}`, option, value)),
      ];
    }),
  ) as Vary;
}

function collect(text: string, earlier: string[] = []): string[] {
  return [...earlier, text];
}
