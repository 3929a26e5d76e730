import type { Dataset, DatasetPart, Samples, Values } from "../../data/dataset.ts";
import { partOf, placesOf } from "../../data/layout.ts";
import { certainty } from "../../model/measuring/certainty.ts";
import { decidedClasses, NO_CLASS, trueClass } from "../../model/measuring/decided-classes.ts";
import type { Predicted } from "../../model/predicted.ts";
import { defined } from "../../options/defined.ts";
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
export async function wrongSamples(
  predicted: Predicted,
  data: Dataset,
  part: DatasetPart,
  names: readonly string[] | undefined,
): Promise<WrongSample[]> {
  if (predicted.task === "multilabel") return [];
  const worst = predicted.task === "regression" ? furthest(predicted, names) : mostConfident(predicted, data.classes);
  const images = imagesOf(data[part] as Samples, data);
  return Promise.all(
    worst.map(
      async (wrong): Promise<WrongSample> => ({
        ...wrong,
        ...defined({ ...rowOf(data, part, wrong.sample), picture: images && (await pictureOf(images, wrong.sample)) }),
      }),
    ),
  );
}

/** The inputs; of several by name the only one with the shape of an image. */
function imagesOf({ inputs }: Samples, { layout }: Dataset): Values | undefined {
  const parts = layout?.inputs;
  if (parts === undefined) return inputs;
  const [i, ...more] = parts.flatMap(({ shape }, i) => (shape.length === 3 ? [i] : []));
  if (i === undefined || more.length > 0) return undefined;
  const [count, width] = inputs.shape;
  return { shape: [count, ...parts[i].shape], data: partOf(inputs.data, width, placesOf(parts)[i]) };
}

function mostConfident(predicted: Predicted, classes: readonly string[] = []): WrongSample[] {
  const wrong: { sample: number; label: number; probability: number }[] = [];
  decidedClasses(predicted).forEach((label, sample) => {
    if (label !== NO_CLASS && label !== trueClass(predicted, sample))
      wrong.push({ sample, label, probability: certainty(predicted, sample, label) });
  });
  const nameOf = (label: number) => classes[label] ?? `${label}`;
  return wrong
    .sort((a, b) => b.probability - a.probability)
    .slice(0, MOST)
    .map(({ sample, label, probability }) => ({
      sample,
      truth: nameOf(trueClass(predicted, sample)),
      answer: nameOf(label),
      probability,
    }));
}

/** By the error of the target that is furthest off, each measured by its mean error. */
function furthest(predicted: Predicted, names: readonly string[] = []): WrongSample[] {
  const { width, predictions, targets } = predicted;
  const errorsOf = relativeErrors(predicted);
  const far = Float64Array.from({ length: predicted.count }, (_, i) => Math.max(...errorsOf(i)));
  const order = Array.from(far.keys()).sort((a, b) => far[b] - far[a]);
  return order.slice(0, MOST).map((sample) => {
    const k = Math.max(0, errorsOf(sample).indexOf(far[sample])); // NaN is found nowhere
    const [truth, answer] = [targets[sample * width + k], predictions[sample * width + k]];
    return {
      sample,
      ...(width === 1 ? {} : { target: targetName(names, k) }),
      truth: String(Number(truth.toPrecision(6))),
      answer: String(Number(answer.toPrecision(6))),
      error: answer - truth,
    };
  });
}

/** The errors of each target of a sample, divided by the mean error of that target. */
function relativeErrors({ count, width, predictions, targets }: Predicted): (sample: number) => number[] {
  const error = (i: number, k: number) => Math.abs(predictions[i * width + k] - targets[i * width + k]);
  const means = Array.from({ length: width }, (_, k) => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += error(i, k);
    return sum / count || 1;
  });
  return (i) => means.map((mean, k) => error(i, k) / mean);
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
