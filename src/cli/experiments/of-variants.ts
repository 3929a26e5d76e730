import { type CompareOptions, compare, DEFAULT_SEEDS } from "../../compare/compare.ts";
import type { CompareProgress } from "../../compare/compare-progress.ts";
import type { Experiment } from "../../compare/experiment.ts";
import { NOT_BEGUN, outcomesOf } from "../../compare/run-outcome.ts";
import type { Study, StudyRun } from "../../compare/study.ts";
import { isTrial, validationRow } from "../../compare/tuning/trial-run.ts";
import { variantsOf } from "../../compare/variants.ts";
import { counted } from "../../compare/words/number-words.ts";
import { usageError } from "../../errors.ts";
import { defined } from "../../options/defined.ts";
import { demandOneVoice } from "../../recipe/one-voice.ts";
import { studyText } from "../../report/study/study-text.ts";
import { duration } from "../../train/progress/duration.ts";
import { measures, type Units } from "../../train/progress/progress-text.ts";
import { INTERRUPTED } from "../../train/run/failure-of.ts";
import { cacheFolder } from "../cache-folder.ts";
import type { ExitCode } from "../command.ts";
import type { Host } from "../host.ts";
import { compareLines, ProgressView } from "../progress.ts";
import { reportFiles } from "../reporting/report-files.ts";
import { STUDY_FORMS, studyTexts } from "../reporting/study-texts.ts";
import { unfinishedPlace } from "../unfinished-place.ts";
import { againCommand } from "./again.ts";
import { baseOf } from "./base-of.ts";
import type { CliExperiment, CompareRequest } from "./cli-experiment.ts";
import { publish } from "./publish.ts";

/** An experiment that varies keys of a recipe, for the command line. */
export function ofVariants(experiment: Experiment): CliExperiment {
  const { name, title, question, summary } = experiment;
  return { name, title, question, summary, run: (request, host) => runVariants(request, host, experiment) };
}

/** Compares variants of a recipe: those of an experiment, those of `--vary`, or both. */
export async function runVariants(request: CompareRequest, host: Host, experiment?: Experiment): Promise<ExitCode> {
  const base = baseOf(experiment, request.recipe);
  const varying = varyingOf(request, experiment);
  const variants = variantsOf({ base, ...varying });
  for (const { recipe } of variants) demandOneVoice(request.texts, recipe);
  const name = experiment?.name ?? (Object.keys(varying.vary ?? {}).join("-") || "variants");
  const reports = await reportFiles(request.reports, `reports/compare-${name}.html`, STUDY_FORMS);
  const view = new ProgressView(host);
  const recipes = variants.map(({ recipe: { seed: _, ...recipe } }) => recipe);
  const { tune, trials, tuner, measureTraining } = { ...experiment, ...request.tuning };
  const tuning = defined({ tune, trials, tuner, measureTraining });
  const place = unfinishedPlace(request.checkpoint, reports[0].file.path, [recipes, tuning], request.backend);
  const checkpoint = await place.writable(host);
  const onProgress = (progress: CompareProgress) => {
    const { finished, done, doneBefore, total, running } = progress;
    if (doneBefore > 0 && done === doneBefore && running.length === 0)
      view.line(`${doneBefore} of ${counted(total, "run")} ${doneBefore === 1 ? "was" : "were"} done before.`);
    if (finished !== undefined) view.line(`${done}/${total}  ${runLine(finished, progress.units)}`);
    view.draw(() => compareLines(progress, host));
  };
  const seeds = request.seeds ?? experiment?.seeds ?? DEFAULT_SEEDS;
  const compared = await compare({
    ...defined({ title: experiment?.title, question: experiment?.question }),
    ...defined({ parallel: request.parallel, backend: request.backend, queue: request.queue, checkpoint }),
    ...varying,
    ...tuning,
    ...request.evidence,
    base,
    seeds,
    cache: cacheFolder(host),
    signal: host.signal,
    onProgress,
  }).finally(() => view.done());
  const study = { ...compared, command: againCommand(request.words, seeds) };
  const written = await publish(
    {
      study,
      reports,
      texts: studyTexts(study),
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

/** What is varied: what the experiment says, with what the command line adds to it, or puts in its place. */
function varyingOf(
  { vary, design, variants }: CompareRequest,
  experiment?: Experiment,
): Pick<CompareOptions, "vary" | "design" | "variants"> {
  const named = variants ?? (Object.keys(vary).length === 0 ? experiment?.variants : undefined);
  if (named !== undefined && Object.keys(vary).length > 0)
    throw usageError({ where: "compare", expected: "either --vary or --variant", received: "both" });
  if (named !== undefined) return { variants: named, ...defined({ design }) };
  const all = { ...experiment?.vary, ...vary };
  if (Object.keys(all).length === 0)
    throw usageError({
      where: "compare",
      expected: "an experiment, or --vary key=values",
      received: "neither",
      fix: "Try evenkeel compare dropout, or evenkeel compare --vary optimizer=adam,sgd.",
    });
  if (Object.values(all).every((values) => (values?.length ?? 0) < 2))
    throw usageError({
      where: "compare",
      expected: "at least two variants",
      received: "1",
      fix: "Give a key at least two values, such as --vary dropout=0,0.5.",
    });
  return { vary: all, ...defined({ design: design ?? experiment?.design }) };
}

/** "dropout 0, seed 1: loss 2.104  accuracy 46.00 %  0.6 s"; of a trial "validation loss …", which it is judged by. */
function runLine(run: StudyRun, units: Units): string {
  const { variant, seed, failure, test, seconds } = run;
  const validation = isTrial(run) ? validationRow(run) : undefined;
  const measured =
    validation === undefined ? test && measures(test, units) : `validation ${measures(validation, units)}`;
  const result = failure ?? measured ?? "done";
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
