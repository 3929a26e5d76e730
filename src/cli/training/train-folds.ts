import type { BackendChoice } from "../../backend/backend.ts";
import { type CrossValidation, crossValidate, type FoldResult } from "../../compare/cross-validate.ts";
import { standardErrors } from "../../compare/statistics/estimate.ts";
import type { Dataset } from "../../data/dataset.ts";
import { describeColumns } from "../../data/table/describe-columns.ts";
import { taskOf } from "../../data/task-of.ts";
import { defined } from "../../options/defined.ts";
import type { Recipe } from "../../recipe/recipe.ts";
import { interval, measured } from "../../report/words/format.ts";
import { hanging } from "../../report/words/wrap.ts";
import { backendTeller } from "../../train/progress/backend-teller.ts";
import { measures } from "../../train/progress/progress-text.ts";
import { VERSION } from "../../version.ts";
import type { ExitCode } from "../command.ts";
import type { Host } from "../host.ts";
import { measuresTable } from "../measures-table.ts";
import { columnsOf, modelLine, taskLine } from "./before-training.ts";
import { constantAnswer } from "./constant-answer.ts";

interface FoldsRequest {
  folds: number;
  threads: number | undefined;
  backend: BackendChoice | undefined;
  json: boolean;
}

/** Trains a recipe on all folds but one, once for each fold, and says how well it does on those that it has not seen. */
export async function trainFolds(
  given: Recipe,
  data: Dataset,
  { folds, threads, backend, json }: FoldsRequest,
  host: Host,
): Promise<ExitCode> {
  const say = (text: string) => host.out(hanging("", text, host.width).join("\n"));
  if (!json) {
    const columns = columnsOf(data, host);
    if (columns !== "") host.out(columns);
    if (data.table !== undefined) say(taskLine(data, given));
    say(`Folds: ${folds}, each judged by a model that was trained on the others.`);
  }
  let recipe = given;
  const tellBackend = backendTeller((line) => host.err(line));
  const result = await crossValidate(given, data, folds, {
    onBegin: (whole) => {
      recipe = whole;
      if (!json && given.model === undefined) say(modelLine(whole));
    },
    signal: host.signal,
    threads,
    backend,
    onFold: (fold, units) => {
      tellBackend(fold.backend);
      host.err(`fold ${fold.fold}/${folds}  ${foldLine(fold, units)}`);
    },
  });
  const failure = failureIn(result, folds);
  if (json)
    host.out(
      JSON.stringify({
        evenkeel: VERSION,
        recipe,
        ...defined({ columns: describeColumns(data) }),
        task: taskOf(data),
        ...defined({ classes: data.classes }),
        ...result,
        ...defined({ failure }),
      }),
    );
  else {
    for (const line of tableOf(result, constantAnswer(data))) host.out(line);
    say(NOTE.replace("{k}", `${result.folds.length}`).replace("{reach}", reach(result.folds.length)));
    if (failure !== undefined) say(`Failed: ${failure}`);
  }
  return failure === undefined ? 0 : 1;
}

const NOTE =
  "Mean of {k} folds with Student's 95 % interval, ± {reach} standard errors. The folds share training data, so it is approximate, and rather too narrow.";

function reach(folds: number): string {
  return folds < 2 ? "—" : standardErrors(folds).toFixed(1);
}

/** "52 samples: loss 0.1051  accuracy 98.08 %" */
function foldLine({ measures: own, failure, test, stopped }: FoldResult, units: CrossValidation["units"]): string {
  const result = own === undefined ? "not measured" : measures(own, units);
  return `${test} samples: ${result}  ${stopped.epoch} epochs${failure === undefined ? "" : `  failed: ${failure}`}`;
}

/** Each measure with its mean, its interval, and the mean of the constant answer. */
function tableOf({ mean, baseline, units }: CrossValidation, constant: string): string[] {
  const unit = (name: string) => units[name] ?? "number";
  return measuresTable("", Object.keys(mean), [
    { heading: "mean", cell: (name) => measured(mean[name]?.mean, unit(name)) },
    { heading: "95 % interval", cell: (name) => interval(mean[name], unit(name)) },
    { heading: constant, cell: (name) => measured(baseline[name]?.mean, unit(name)) },
  ]);
}

/** Why a cross-validation is no success. */
function failureIn({ folds }: CrossValidation, asked: number): string | undefined {
  const failed = folds.find(({ failure }) => failure !== undefined);
  if (failed !== undefined) return `fold ${failed.fold}: ${failed.failure}`;
  return folds.length < asked ? `interrupted after ${folds.length} of ${asked} folds` : undefined;
}
