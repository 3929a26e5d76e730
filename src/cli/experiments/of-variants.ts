import { compare, DEFAULT_SEEDS } from "../../compare/compare.ts";
import type { CompareProgress } from "../../compare/compare-progress.ts";
import type { Experiment } from "../../compare/experiment.ts";
import { NOT_BEGUN, outcomesOf } from "../../compare/run-outcome.ts";
import type { Study, StudyRun } from "../../compare/study.ts";
import { variantsOf } from "../../compare/variants.ts";
import { counted } from "../../compare/words/number-words.ts";
import { usageError } from "../../errors.ts";
import { defined } from "../../options/defined.ts";
import { demandOneVoice } from "../../recipe/one-voice.ts";
import type { RecipeInput } from "../../recipe/recipe.ts";
import { studyHtml } from "../../report/study/study-html.ts";
import { studyText } from "../../report/study/study-text.ts";
import { duration } from "../../train/progress/duration.ts";
import { measures, type Units } from "../../train/progress/progress-text.ts";
import { INTERRUPTED } from "../../train/run/failure-of.ts";
import { cacheFolder } from "../cache-folder.ts";
import type { ExitCode } from "../command.ts";
import type { Host } from "../host.ts";
import { outputFile } from "../output-file.ts";
import { compareLines, ProgressView } from "../progress.ts";
import { unfinishedPlace } from "../unfinished-place.ts";
import type { CliExperiment, CompareRequest } from "./cli-experiment.ts";
import { publish } from "./publish.ts";

/** An experiment that varies keys of a recipe, for the command line. */
export function ofVariants(experiment: Experiment): CliExperiment {
  const { name, title, summary } = experiment;
  return { name, title, summary, run: (request, host) => runVariants(request, host, experiment) };
}

/** Compares variants of a recipe: those of an experiment, those of `--vary`, or both. */
export async function runVariants(request: CompareRequest, host: Host, experiment?: Experiment): Promise<ExitCode> {
  const vary = { ...experiment?.vary, ...request.vary };
  if (Object.keys(vary).length === 0)
    throw usageError({
      where: "compare",
      expected: "an experiment, or --vary key=values",
      received: "neither",
      fix: "Try evenkeel compare dropout, or evenkeel compare --vary optimizer=adam,sgd.",
    });
  if (Object.values(vary).every((values) => values.length < 2))
    throw usageError({
      where: "compare",
      expected: "at least two variants",
      received: "1",
      fix: "Give a key at least two values, such as --vary dropout=0,0.5.",
    });
  const base = baseOf(experiment, request.recipe);
  const variants = variantsOf({ base, vary });
  for (const { recipe } of variants) demandOneVoice(request.texts, recipe);
  const name = experiment?.name ?? Object.keys(vary).join("-");
  const report = await outputFile(request.report ?? `reports/compare-${name}.html`);
  const view = new ProgressView(host);
  const recipes = variants.map(({ recipe: { seed: _, ...recipe } }) => recipe);
  const place = unfinishedPlace(request.checkpoint, report.path, recipes);
  const checkpoint = await place.writable(host);
  const onProgress = (progress: CompareProgress) => {
    const { finished, done, doneBefore, total, running } = progress;
    if (doneBefore > 0 && done === doneBefore && running.length === 0)
      view.line(`${doneBefore} of ${counted(total, "run")} ${doneBefore === 1 ? "was" : "were"} done before.`);
    if (finished !== undefined) view.line(`${done}/${total}  ${runLine(finished, progress.units)}`);
    view.draw(() => compareLines(progress, host));
  };
  const study = await compare({
    ...defined({ title: experiment?.title, parallel: request.parallel, checkpoint }),
    base,
    vary,
    seeds: request.seeds ?? experiment?.seeds ?? DEFAULT_SEEDS,
    cache: cacheFolder(host),
    signal: host.signal,
    onProgress,
  }).finally(() => view.done());
  const written = await publish(
    {
      study,
      report,
      html: studyHtml(study),
      text: studyText(study, { color: host.outColors.isColorSupported, width: host.width }),
      summary: summaryOf(study),
      json: request.json,
    },
    host,
  );
  const { ended } = outcomesOf(study.runs, study.metric);
  const all = study.runs.length;
  if (ended === all && written) await place.end();
  else if (checkpoint !== undefined) host.err(place.goOn(`${ended} of ${counted(all, "run")}`));
  return written && study.runs.every(({ failure }) => failure === undefined) ? 0 : 1;
}

/** "dropout 0, seed 1: loss 2.104  accuracy 46.00 %  0.6 s" */
function runLine({ variant, seed, failure, test, seconds }: StudyRun, units: Units): string {
  const result = failure ?? (test === undefined ? "done" : measures(test, units));
  return `${variant}, seed ${seed}: ${result}  ${seconds.toFixed(1)} s`;
}

/** "8 runs in 12 s.", or after an interruption "4 of 600 runs in 12 s, then interrupted." */
function summaryOf({ runs, doneBefore = 0, seconds }: Study): string {
  const whole = runs.filter(({ failure }) => failure !== NOT_BEGUN && failure !== INTERRUPTED).length;
  const time = `${duration(seconds)}${doneBefore === 0 ? "" : `, ${doneBefore} of them before`}`;
  return whole === runs.length
    ? `${runs.length} runs in ${time}.`
    : `${whole} of ${runs.length} runs in ${time}, then interrupted.`;
}

/** Drawn digits have the sizes that the experiment gives; real data are taken whole. Its batches fit fewer samples. */
function baseOf(experiment: Experiment | undefined, given: RecipeInput): RecipeInput {
  const data = given.data ?? experiment?.base.data ?? "digits";
  const { batchSize, ...base } = { ...experiment?.base, ...(data === "digits" ? experiment?.drawn : {}) };
  const fitting = batchSize === undefined ? {} : { batchSize: Math.min(batchSize, given.trainSize ?? Infinity) };
  return { ...base, ...fitting, ...given };
}
