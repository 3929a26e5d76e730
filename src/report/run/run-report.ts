import { expectDataset } from "../../data/checks/expect-dataset.ts";
import type { Dataset, DatasetPart, Samples } from "../../data/dataset.ts";
import type { TableEncoding } from "../../data/table/table-encoding.ts";
import type { Task } from "../../data/task.ts";
import { taskOf } from "../../data/task-of.ts";
import { usageError } from "../../errors.ts";
import { sizeOf } from "../../graph/shape.ts";
import type { Predicted } from "../../model/predicted.ts";
import { defined } from "../../options/defined.ts";
import type { OutputPrediction } from "../../predict/prediction.ts";
import { hintsAboutSkipped } from "../../train/non-finite/hints-about-skipped.ts";
import { headsOf } from "../../train/prepare/heads-of.ts";
import { type Units, unitsOf } from "../../train/progress/progress-text.ts";
import type { StepRecord } from "../../train/recorder.ts";
import type { History, Measures, Stopped } from "../../train/run/history.ts";
import type { Run } from "../../train/run/run.ts";
import type { SavedRun } from "../../train/run/saved-run.ts";
import { type Judgement, judgementOf } from "./judgement.ts";

/** How the predictions of one of several outputs compare with what is true. Plain JSON. */
export interface HeadJudgement extends Judgement {
  /** The name of the output. */
  name: string;
}

/** A run and how its model does on samples that it was not trained on. Plain JSON. */
export interface RunReport extends Judgement {
  /** The name of the dataset. */
  data: string;
  /** How many samples each set has. */
  samples: Partial<Record<DatasetPart, number>>;
  /** What the columns of the table became, where the data are a table. */
  columns?: TableEncoding;
  /** One row an epoch. */
  history: History;
  /** What each step did, where it was logged. */
  steps?: readonly StepRecord[];
  /** Why the run ended. */
  stopped: Stopped;
  /** Whether nothing says how it ended: it is under way, or was killed. */
  underWay?: boolean;
  /** Measured on the test set. */
  test?: Measures;
  /** The same measures of the best constant answer: the most frequent class, or the mean target. */
  baseline?: Measures;
  /** The units of the metrics. */
  units: Units;
  /** What is probably not as it was meant, and steps that were not taken. */
  hints: readonly string[];
  /** The set that confusion, calibration, residuals and wrong samples are of: the test set, else the validation set. */
  judged?: DatasetPart;
  /** The names of the outputs, where there are several. */
  outputs?: readonly string[];
  /** Each of several outputs, judged by itself; then nothing is judged of all together. */
  heads?: readonly HeadJudgement[];
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
export async function runReport(run: Run | SavedRun, data: Dataset): Promise<RunReport> {
  if (typeof run !== "object" || run === null || !("history" in run))
    throw usageError({ where: "runReport: run", expected: "what train or loadRun gave", received: typeof run });
  expectDataset("runReport: data", data);
  expectOwn(run, data);
  const task = taskOf(data);
  const outputs = data.layout?.targets?.map(({ name }) => name);
  const judged = (["test", "validation"] as const).find((part) => data[part] !== undefined);
  const { history, stopped, test, hints, seconds, backend, model, baseline } = run;
  return {
    task,
    data: data.name,
    samples: sizesOf(data),
    ...defined({ columns: data.columns, classes: data.classes, outputs, judged, test, baseline }),
    history,
    stopped,
    units: unitsOf(model.metrics),
    hints: [...new Set([...hints, ...hintsAboutSkipped(run)])],
    ...(judged === undefined ? { wrong: [] } : await judge(run, data, judged, task)),
    parameters: model.parameterCount,
    seconds,
    backend,
  };
}

/** @throws a usage error for data of other classes, or of another number of targets, than the model of the run has. */
function expectOwn({ model }: Run | SavedRun, { classes, layout, train: { targets } }: Dataset): void {
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

/** What there is to say of the predictions for a set, of each output by itself. */
async function judge(
  { model }: Run | SavedRun,
  data: Dataset,
  part: DatasetPart,
  task: Task,
): Promise<Partial<RunReport> & Pick<RunReport, "wrong">> {
  const { inputs } = data[part] as Samples;
  const { outputs = {}, ...all } = await model.predict(inputs);
  const { loss } = model;
  const means = model.predictions !== undefined;
  if (loss.heads === undefined)
    return judgementOf(predictedOf(all, data, part, task, means), data, part, data.columns?.targets);
  const { layer, inputShape } = model.parts;
  const found = headsOf(layer.build(inputShape), loss, data);
  const heads = await Promise.all(
    loss.heads.tasks.map(async ({ place: { name }, task, predictions }, i) => {
      const { classes: _, ...others } = data;
      const own = { ...others, ...found[i].data };
      const predicted = predictedOf(outputs[name], own, part, task, predictions !== undefined);
      return { name, ...(await judgementOf(predicted, own, part, [name])) };
    }),
  );
  return { heads, wrong: [] };
}

function predictedOf(
  { data: predictions, shape: [count] }: OutputPrediction,
  data: Dataset,
  part: DatasetPart,
  task: Task,
  probabilities: boolean,
): Predicted {
  const { targets, weights } = data[part] as Samples;
  const width = predictions.length / count;
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
