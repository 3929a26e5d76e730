import type { Dataset, DatasetPart, Samples } from "../../data/dataset.ts";
import type { Predicted } from "../../model/predicted.ts";
import { defined } from "../../options/defined.ts";
import { answerOf } from "./answer-of.ts";
import { pictureOf } from "./picture-of.ts";
import { targetName } from "./residuals-of.ts";

/** A sample that the model is wrong about. Plain JSON. */
export interface WrongSample {
  /** Its number in the set, counted from 0. */
  sample: number;
  /** The line of the file, counted from 1, where the data are a table. */
  line?: number;
  /** Which of several targets is furthest off; what follows is about it. */
  target?: string;
  /** What is true: a class, or a number. */
  truth: string;
  /** What the model answers. */
  answer: string;
  /** How likely the model says its answer is; for numbers how far off it is. */
  probability?: number;
  /** Predicted − true, for numbers. */
  error?: number;
  /** The cells of its row, where the data are a table. */
  row?: Readonly<Record<string, string>>;
  /** A PNG as a data address, where the inputs are images. */
  picture?: string;
}

/** As many as one looks at. */
const MOST = 12;

/** The samples with the most confident wrong answers, or the numbers that are furthest off; the worst first. */
export async function wrongSamples(predicted: Predicted, data: Dataset, part: DatasetPart): Promise<WrongSample[]> {
  if (predicted.task === "multilabel") return [];
  const regression = predicted.task === "regression";
  const worst = (regression ? furthest(predicted) : mostConfident(predicted)).slice(0, MOST);
  const samples = data[part] as Samples;
  return Promise.all(
    worst.map(
      async (sample): Promise<WrongSample> => ({
        sample,
        ...(regression
          ? numbersOf(predicted, sample, data.columns?.targets)
          : classesOf(predicted, sample, data.classes)),
        ...defined({ ...rowOf(data, part, sample), picture: await pictureOf(samples.inputs, sample) }),
      }),
    ),
  );
}

function mostConfident(predicted: Predicted): number[] {
  const wrong: { i: number; probability: number }[] = [];
  for (let i = 0; i < predicted.count; i++) {
    const { label, probability } = answerOf(predicted, i);
    if (label !== predicted.targets[i]) wrong.push({ i, probability });
  }
  return wrong.sort((a, b) => b.probability - a.probability).map(({ i }) => i);
}

/** By the error of the target that is furthest off, each measured by its mean error. */
function furthest(predicted: Predicted): number[] {
  const { count, errors } = relativeErrors(predicted);
  const far = (i: number) => Math.max(...errors(i));
  return Array.from({ length: count }, (_, i) => i).sort((a, b) => far(b) - far(a));
}

/** The errors of each target of a sample, divided by the mean error of that target. */
function relativeErrors({ count, width, predictions, targets }: Predicted) {
  const error = (i: number, k: number) => Math.abs(predictions[i * width + k] - targets[i * width + k]);
  const means = Array.from({ length: width }, (_, k) => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += error(i, k);
    return sum / count || 1;
  });
  return { count, errors: (i: number) => means.map((mean, k) => error(i, k) / mean) };
}

function classesOf(predicted: Predicted, i: number, classes: readonly string[] = []) {
  const { label, probability } = answerOf(predicted, i);
  const truth = predicted.targets[i];
  return { truth: classes[truth] ?? `${truth}`, answer: classes[label] ?? `${label}`, probability };
}

function numbersOf(predicted: Predicted, i: number, names: readonly string[] = []) {
  const { width, predictions, targets } = predicted;
  const errors = relativeErrors(predicted).errors(i);
  const k = errors.indexOf(Math.max(...errors));
  const [truth, answer] = [targets[i * width + k], predictions[i * width + k]];
  return {
    ...(width === 1 ? {} : { target: targetName(names, k) }),
    truth: String(Number(truth.toPrecision(6))),
    answer: String(Number(answer.toPrecision(6))),
    error: answer - truth,
  };
}

function rowOf({ table, columns }: Dataset, part: DatasetPart, sample: number): Pick<WrongSample, "line" | "row"> {
  const at = table?.rows[part]?.[sample];
  if (table === undefined || at === undefined) return {};
  const ignored = new Set(columns?.inputs.filter(({ kind }) => kind === "ignored").map(({ name }) => name));
  const shown = table.table.columns.filter(
    ({ name }) => !ignored.has(name) && columns?.targets.includes(name) !== true,
  );
  return {
    ...defined({ line: table.table.lineOf?.(at) }),
    row: Object.fromEntries(shown.slice(0, 12).map(({ name, cells }) => [name, String(cells[at] ?? "").slice(0, 60)])),
  };
}
