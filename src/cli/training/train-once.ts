import { relative } from "node:path";
import type { BackendChoice } from "../../backend/backend.ts";
import type { Dataset } from "../../data/dataset.ts";
import { describeColumns } from "../../data/table/describe-columns.ts";
import { taskOf } from "../../data/task-of.ts";
import { type EvenkeelError, runError } from "../../errors.ts";
import { writeFileWhole } from "../../files.ts";
import { defined } from "../../options/defined.ts";
import { reportText } from "../../predict/weights-report.ts";
import { withDataDefaults } from "../../recipe/data-defaults.ts";
import type { Recipe } from "../../recipe/recipe.ts";
import { shellWord } from "../../recipe/recipe-command.ts";
import { measuredMetrics } from "../../recipe/recipe-metric.ts";
import { placeOf, recipeOptimizer } from "../../recipe/recipe-optimizer.ts";
import { checkBatchSize } from "../../recipe/train-recipe.ts";
import { runHtml } from "../../report/run/run-html.ts";
import { runReport } from "../../report/run/run-report.ts";
import { hanging } from "../../report/words/wrap.ts";
import { checkpointFiles } from "../../train/checkpoint/checkpoint-files.ts";
import { duration } from "../../train/progress/duration.ts";
import { type Units, unitsOf } from "../../train/progress/progress-text.ts";
import { failureOf } from "../../train/run/failure-of.ts";
import { numbersOf } from "../../train/run/history.ts";
import type { Run } from "../../train/run/run.ts";
import type { TrainingError } from "../../train/run/training-error.ts";
import { VERSION } from "../../version.ts";
import type { ExitCode } from "../command.ts";
import type { Host } from "../host.ts";
import { measuresColumn, measuresTable } from "../measures-table.ts";
import type { OutputFile } from "../output-file.ts";
import { asError, tellFailure } from "../tell-failure.ts";
import { beforeTraining, columnsOf } from "./before-training.ts";
import { constantAnswer } from "./constant-answer.ts";
import type { Keeping } from "./keeping.ts";
import { writeRunFolder } from "./run-folder.ts";
import { trainWithProgress } from "./train-with-progress.ts";

/** Where the results of a training go. */
export interface TrainRequest extends Keeping {
  threads: number | undefined;
  backend: BackendChoice | undefined;
  /** Where the run is saved, if that is asked for, as it was given and as it is. */
  save: (OutputFile & { given: string }) | undefined;
  report: OutputFile | undefined;
  json: boolean;
}

/** Trains the model of a recipe, and says all that there is to know of it. */
export async function trainOnce(given: Recipe, data: Dataset, request: TrainRequest, host: Host): Promise<ExitCode> {
  const { json, save, report, threads, backend, checkpoint, begun, resume, log, home, scaledAsBefore } = request;
  const recipe = withDataDefaults(given, data);
  checkBatchSize(recipe, data);
  const units = unitsOf(measuredMetrics(recipe, data));
  const say = (text: string) => host.out(hanging("", text, host.width).join("\n"));
  if (!json) {
    const columns = columnsOf(data, host);
    if (columns !== "") host.out(columns);
    for (const line of beforeTraining(data, given, recipe)) say(line);
  }
  const own = scaledAsBefore ? { scaling: undefined, targetScaling: undefined } : {}; // those of the run that goes on
  const options = { units, ...defined({ threads, backend, checkpoint, resume, log }), ...own };
  const putBack = home !== undefined && begun !== undefined ? await writeRunFolder(home, recipe, begun) : undefined;
  const trained = resume === undefined ? recipe : { ...recipe, weights: undefined }; // a run that goes on has its own
  const { run, broken } = await trainWithProgress(trained, json ? data : withTaskSaid(data), options, host).catch(
    async (refused) => {
      await putBack?.();
      throw refused;
    },
  );
  const unsaved = await save?.write((path) => run.save(path));
  const saved = save !== undefined && unsaved === undefined;
  if (saved) host.err(`Saved to ${save.given}`);
  const failure = failureOf(run);
  const isReported = report !== undefined && broken === undefined && failure === undefined;
  const unreported = isReported ? await report.write((path) => writeReport(path, run, data)) : undefined;
  const lost = checkpoint && (await lostIn(checkpoint.path, home ?? checkpoint.path, run));
  const kept = saved || (checkpoint !== undefined && lost === undefined);
  const failed = broken === undefined ? (unsaved ?? unreported ?? lost) : brokenOff(broken, kept);
  await run.model.close();
  const reported = isReported && unreported === undefined ? report.path : undefined;
  if (json) host.out(JSON.stringify(document(run, data, recipe, { failure, failed, reported })));
  else {
    for (const line of afterTraining(run, data, units)) host.out(line);
    if (reported !== undefined) host.out(`Report: ${reported}`);
    if (saved) say(`Saved. Go on: evenkeel evaluate ${save.given} --data FILE, or evenkeel predict.`);
    else if (data.table !== undefined && save === undefined && checkpoint === undefined)
      say("The model was not saved: --save model.evenkeel keeps it for evenkeel evaluate and evenkeel predict.");
  }
  for (const error of new Set([unsaved, unreported, lost, failed])) tellFailure(error, host);
  if (checkpoint !== undefined && lost === undefined)
    (json ? host.err : say)(goOnText(run, recipe, home ?? checkpoint.path));
  return failure === undefined && failed === undefined ? 0 : 1;

  function afterTraining(
    { model, seconds, backend, test, baseline, stopped, skippedSteps, steps, weightsReport, config }: Run,
    of: Dataset,
    units: Units,
  ) {
    const wrapped = (text: string) => hanging("", text, host.width);
    const lines = wrapped(`${model.parameterCount.toLocaleString("en")} parameters, ${duration(seconds)}, ${backend}`);
    if (weightsReport !== undefined) lines.push(...wrapped(`Weights: ${reportText(weightsReport, "initial")}`));
    if (overfits(run)) lines.push(...wrapped(`Hint: ${HINT}`));
    if (stopped.reason !== "epochs")
      lines.push(...wrapped(`Stopped: ${stopped.reason}${stopped.detail === undefined ? "" : `; ${stopped.detail}`}`));
    else if ((config.maxSteps ?? 0) > steps)
      lines.push(
        ...wrapped(`Ended by its ${config.epochs} epochs, before ${config.maxSteps} steps: --epochs N allows more`),
      );
    if (skippedSteps > 0)
      lines.push(
        ...wrapped(`Skipped: ${skippedSteps} of ${steps} steps, because their loss or gradient was not finite`),
      );
    if (test !== undefined) {
      const names = Object.keys(numbersOf(test));
      const columns = [measuresColumn("model", test, units), measuresColumn(constantAnswer(of), baseline, units)];
      lines.push(...measuresTable("Test", names, columns));
    } else if (of.test !== undefined) lines.push("Test: not measured");
    if (failure !== undefined && ["epochs", "steps", "time", "early stopping"].includes(stopped.reason))
      lines.push(...wrapped(`Failed: ${failure}. ${CURES}`));
    return lines;
  }
}

/** What is to be said where the end of a run is not among its checkpoints, as none could be written. */
async function lostIn(folder: string, home: string, { steps }: Run): Promise<EvenkeelError | undefined> {
  const files = await checkpointFiles(folder).catch(() => []);
  if (files.some((file) => file.steps === steps)) return undefined;
  const newest = files.at(-1)?.steps;
  return runError({
    where: shownPath(folder),
    expected: `a checkpoint of the end of the run, step ${steps}`,
    received: newest === undefined ? "none" : `step ${newest} as the newest`,
    fix: `It could not be written: free some space, then train the rest again by evenkeel resume ${shellWord(shownPath(home))}.`,
  });
}

/** A path as it is said: from the current folder, where it is inside. */
function shownPath(path: string): string {
  const inside = relative(process.cwd(), path);
  return inside.startsWith("..") ? path : inside || ".";
}

/** How to go on with a run, or with its model. */
function goOnText({ stopped, history, steps, config }: Run, recipe: Recipe, folder: string): string {
  const shown = shownPath(folder);
  const resume = `evenkeel resume ${shellWord(shown)}`;
  if (stopped.reason === "aborted" || stopped.reason === "time") return `Go on: ${resume}`;
  if (stopped.reason === "steps") return `Go on: ${resume} --max-steps ${2 * steps}`;
  if (stopped.reason === "diverged") return `Go on with a smaller learning rate: ${resume} ${smallerRate(recipe)}`;
  return `Saved in ${shown}. Train on: ${resume} --epochs ${history.length + config.epochs}`;
}

/** The flag that makes the learning rate ten times smaller: of all that may help, what a run that goes on can change. */
function smallerRate(recipe: Recipe): string {
  const written = `${recipe.optimizer}`;
  if (written.includes("learningRate")) return `--optimizer '${written.length > 40 ? "…" : written}' with another rate`;
  const rate = recipe.learningRate ?? placeOf(recipeOptimizer(recipe), "learningRate")?.values.learningRate;
  return `--learning-rate ${typeof rate === "number" ? Number((rate / 10).toPrecision(3)) : "RATE"}`;
}

/** The outcome as plain JSON. */
function document(
  run: Run,
  data: Dataset,
  recipe: Recipe,
  {
    failure,
    failed,
    reported,
  }: { failure?: string | undefined; failed?: EvenkeelError | undefined; reported?: string | undefined },
) {
  const {
    history,
    test,
    baseline,
    stopped,
    steps,
    skippedSteps,
    nonFinite,
    seconds,
    backend,
    capacity,
    hints,
    weightsReport,
    model,
  } = run;
  return {
    evenkeel: VERSION,
    recipe,
    ...defined({ columns: describeColumns(data) }),
    task: taskOf(data),
    ...defined({ classes: data.classes }),
    parameters: model.parameterCount,
    capacity,
    history,
    ...defined({ test, baseline }),
    stopped,
    steps,
    skippedSteps,
    ...defined({ nonFinite }),
    hints,
    ...defined({ weightsReport }),
    seconds,
    backend,
    ...defined({ report: reported, failure }),
    ...asError(failed),
  };
}

/** The data without the hint at a guessed task, which was said with its flag. */
function withTaskSaid(data: Dataset): Dataset {
  const { table } = data;
  if (table === undefined) return data;
  const { hints } = table.plan.targets;
  return { ...data, table: { ...table, hints: table.hints.filter((hint) => !hints.includes(hint)) } };
}

async function writeReport(path: string, run: Run, data: Dataset): Promise<void> {
  await writeFileWhole(path, runHtml(await runReport(run, data)));
}

const CURES = "Try a learning rate ten times smaller, gradient clipping (--clip 1), or scaled inputs.";
const HINT =
  "the model may overfit: it has more parameters than numbers to fit, and the validation loss has risen above its minimum " +
  "(evenkeel explain capacity).";

/** The same error for the command line, where no program can catch it. */
function brokenOff({ facts, run }: TrainingError, saved: boolean): EvenkeelError {
  const trained = `${run.history.length} epochs (${run.steps} steps)`;
  const fix = saved
    ? `The run was saved after ${trained}.`
    : `Use --save FILE to keep a run that breaks off; this one had trained ${trained}.`;
  return runError({ ...facts, fix });
}

/** Whether a model that could memorize its samples seems to do so, judged by the validation loss. */
function overfits({ capacity, history, stopped }: Run): boolean {
  if (stopped.bestEpoch !== undefined) return false; // the weights of the minimum were given back
  const losses = history.flatMap(({ validation }) => (validation === undefined ? [] : [validation.loss]));
  const least = losses.reduce((a, b) => Math.min(a, b), Infinity);
  return capacity.level === "over-parameterised" && (losses.at(-1) ?? 0) > 1.02 * least;
}
