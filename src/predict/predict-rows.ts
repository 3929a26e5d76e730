import type { Samples, Values } from "../data/dataset.ts";
import { encodeRows } from "../data/table/encode-rows.ts";
import { hintsAboutRows } from "../data/table/hints-about-rows.ts";
import { isTable, type Table } from "../data/table/table.ts";
import type { TableEncoding } from "../data/table/table-encoding.ts";
import { type Row, tableOfRows } from "../data/table/table-of-rows.ts";
import { tableSamples } from "../data/table/table-samples.ts";
import type { Task } from "../data/task.ts";
import { usageError } from "../errors.ts";
import type { OutputMeaning } from "../model/output-meaning.ts";
import { defined } from "../options/defined.ts";
import { resolveOptions } from "../options.ts";
import { sayOnce } from "../say-once.ts";
import { byName } from "./by-name.ts";
import { chosenClass } from "./chosen-class.ts";
import { predictRowsOptions } from "./predict-options.ts";
import type { Prediction, PredictOptions, PredictRowsOptions, RowPrediction } from "./prediction.ts";

/** What is asked of a trained model. */
interface RowModel {
  readonly columns: TableEncoding | undefined;
  readonly classes: readonly string[] | undefined;
  readonly predictions: OutputMeaning | undefined;
  readonly parts: { readonly task?: Task | undefined };
  predict(inputs: Values, options?: PredictOptions): Promise<Prediction>;
}

/** See `TrainedModel.predictRows`. */
export async function predictRows(
  model: RowModel,
  rows: readonly Row[] | Table,
  options: PredictRowsOptions,
): Promise<RowPrediction[]> {
  resolveOptions("predictRows", predictRowsOptions, options);
  const { columns } = model;
  const classes = classesOf(model);
  expectColumns("predictRows", columns);
  const table = tableOf("predictRows", rows, columns);
  sayOnce(hintsAboutRows(columns, table));
  const { data, shape } = await model.predict(encodeRows(columns, rows, "predictRows"), options);
  const width = data.length / Math.max(1, shape[0]);
  const outputs = Array.from({ length: shape[0] }, (_, i) => data.subarray(i * width, (i + 1) * width));
  const yesOrNo = width === 1 && classes?.length === 2 && model.predictions === "sigmoid";
  if (classes === undefined || !(yesOrNo || width === classes.length)) {
    const names = Array.from({ length: width }, (_, i) => columns.targets[i] ?? String(i));
    const key = model.predictions === undefined ? "values" : "probabilities";
    return outputs.map((row) => ({ [key]: byName(names, row) }));
  }
  return outputs.map((row) => {
    const { scores, label } = chosenClass(row, yesOrNo);
    const known = model.predictions !== undefined;
    return {
      class: classes[label] ?? String(label),
      ...defined({
        probability: known ? scores[label] : undefined,
        probabilities: known ? byName(classes, scores) : undefined,
      }),
    };
  });
}

/** See `TrainedModel.samplesOf`. */
export function samplesOfRows(model: RowModel, rows: readonly Row[] | Table): Samples {
  const { columns, parts } = model;
  expectColumns("samplesOf", columns);
  const table = tableOf("samplesOf", rows, columns);
  sayOnce(hintsAboutRows(columns, table));
  return tableSamples(columns, table, { classes: classesOf(model), areLabels: parts.task === "multilabel" });
}

/** The classes of which one is predicted; labels that can hold at once are none. */
function classesOf({ classes, parts }: RowModel): readonly string[] | undefined {
  return parts.task === "multilabel" ? undefined : classes;
}

function tableOf(name: string, rows: readonly Row[] | Table, { read }: TableEncoding): Table {
  return isTable(rows) ? rows : tableOfRows(name, rows, read);
}

function expectColumns(where: string, columns: TableEncoding | undefined): asserts columns is TableEncoding {
  if (columns !== undefined) return;
  throw usageError({
    where,
    expected: "a model that was trained with a table, whose columns it knows",
    received: "one that was trained with arrays",
    fix: "Use predict(inputs), with inputs as in training.",
  });
}
