import { expectDataset } from "../../data/checks/expect-dataset.ts";
import type { Dataset, DatasetPart, Samples } from "../../data/dataset.ts";
import type { TableEncoding } from "../../data/table/table-encoding.ts";
import type { Task } from "../../data/task.ts";
import { taskOf } from "../../data/task-of.ts";
import { usageError } from "../../errors.ts";
import { sizeOf } from "../../graph/shape.ts";
import { confusionMatrix } from "../../model/measuring/confusion-matrix.ts";
import type { Predicted } from "../../model/predicted.ts";
import { defined } from "../../options/defined.ts";
import { type Units, unitsOf } from "../../train/progress/progress-text.ts";
import type { History, Measures, Stopped } from "../../train/run/history.ts";
import type { Run } from "../../train/run/run.ts";
import { type CalibrationBin, calibrationOf } from "./calibration-of.ts";
import { type Residuals, residualsOf } from "./residuals-of.ts";
import { type WrongSample, wrongSamples } from "./wrong-samples.ts";

/** A run and how its model does on samples that it was not trained on. Plain JSON. */
export interface RunReport {
  /** What there was to learn. */
  task: Task;
  /** The name of the dataset. */
  data: string;
  /** How many samples each set has. */
  samples: Partial<Record<DatasetPart, number>>;
  /** What the columns of the table became, where the data are a table. */
  columns?: TableEncoding;
  /** One row an epoch. */
  history: History;
  /** Why the run ended. */
  stopped: Stopped;
  /** Measured on the test set. */
  test?: Measures;
  /** The same measures of the best constant answer: the most frequent class, or the mean target. */
  baseline?: Measures;
  /** The units of the metrics. */
  units: Units;
  /** What is probably not as it was meant, and steps that were not taken. */
  hints: readonly string[];
  /** The set that everything below was judged on: the test set, else the validation set. */
  judged?: DatasetPart;
  /** The names of the classes. */
  classes?: readonly string[];
  /** The names of the outputs, where there are several: each is measured by itself, and nothing more is judged. */
  outputs?: readonly string[];
  /** How often each true class (row) was taken for each class (column). */
  confusion?: readonly (readonly number[])[];
  /** How often predictions of some confidence were right. */
  calibration?: readonly CalibrationBin[];
  /** Predicted against true values, for each target of a regression. */
  residuals?: readonly Residuals[];
  /** The samples that the model was most wrong about. */
  wrong: readonly WrongSample[];
  /** Parameters of the model. */
  parameters: number;
  /** How long it took. */
  seconds: number;
  /** What computed it. */
  backend: string;
}

/**
 * What there is to say of a run: its columns, its curves, and how its model does on the test set (else the validation set):
 * confusion matrix or residuals, calibration, and the samples it is most wrong about. `runHtml` shows it.
 * @param data what the run was trained on.
 * @throws a usage error for data that do not fit the model.
 * @example
 * const page = runHtml(await runReport(run, data));
 */
export async function runReport(run: Run, data: Dataset): Promise<RunReport> {
  if (typeof run !== "object" || run === null || !("history" in run))
    throw usageError({ where: "runReport: run", expected: "what train gave", received: typeof run });
  expectDataset("runReport: data", data);
  expectOwn(run, data);
  const task = taskOf(data);
  const outputs = data.layout?.targets?.map(({ name }) => name);
  const judged = (["test", "validation"] as const).find((part) => data[part] !== undefined);
  const of = judged === undefined || outputs !== undefined ? undefined : (data[judged] as Samples);
  const predicted = of && (await predict(run, of, task));
  const { history, stopped, test, hints, seconds, backend, model, baseline } = run;
  const byClass = task === "classification" || task === "binary";
  return {
    task,
    data: data.name,
    samples: sizesOf(data),
    ...defined({ columns: data.columns, classes: data.classes, outputs, judged, test, baseline }),
    history,
    stopped,
    units: unitsOf(model.metrics),
    hints: [...hints, ...skippedIn(run)],
    ...(predicted === undefined
      ? {}
      : byClass
        ? { confusion: confusionMatrix(predicted), calibration: calibrationOf(predicted) }
        : task === "regression"
          ? { residuals: residualsOf(predicted, data.columns?.targets) }
          : {}),
    wrong: predicted === undefined || judged === undefined ? [] : await wrongSamples(predicted, data, judged),
    parameters: model.parameterCount,
    seconds,
    backend,
  };
}

/** @throws a usage error for data of other classes, or of another number of targets, than the model of the run has. */
function expectOwn({ model }: Run, { classes, layout, train: { targets } }: Dataset): void {
  const targetCount = sizeOf(targets.shape.slice(1));
  const outputs = sizeOf(model.outputShape);
  const fits = targets.shape.length === 1 || layout?.targets !== undefined || targetCount === outputs;
  if (fits && String(classes) === String(model.classes)) return;
  const facts = (named: readonly string[] | undefined, count: number) =>
    named === undefined
      ? `${count} targets that are numbers`
      : `the classes ${named.slice(0, 5).join(", ")}${named.length > 5 ? ", …" : ""}`;
  throw usageError({
    where: "runReport: data",
    expected: `what the run was trained on, with ${facts(model.classes, outputs)}`,
    received: facts(classes, targetCount),
  });
}

async function predict({ model }: Run, { inputs, targets, weights }: Samples, task: Task): Promise<Predicted> {
  const { data: predictions, shape } = await model.predict(inputs);
  const [count] = shape;
  const width = predictions.length / count;
  const probabilities = model.predictions !== undefined;
  return { task, count, width, predictions, probabilities, targets: targets.data, weights };
}

function sizesOf(data: Dataset): Partial<Record<DatasetPart, number>> {
  const { train, validation, test } = data;
  return defined({
    train: train.inputs.shape[0],
    validation: validation?.inputs.shape[0],
    test: test?.inputs.shape[0],
  });
}

/** How many steps were not taken, and why, unless that is why the run ended. */
function skippedIn({ steps, skippedSteps, nonFinite = [], stopped }: Run): string[] {
  if (skippedSteps === 0 || stopped.reason === "diverged") return [];
  const counted = `${skippedSteps} of ${steps} steps were skipped, because their loss or gradient was not finite.`;
  return [counted, ...nonFinite.map(({ detail }) => `At ${detail}`)];
}
