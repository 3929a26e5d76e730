import { defined } from "../../options/defined.ts";
import { DATASET_PARTS, type Dataset, type NumberArray, type Samples, type Values } from "../dataset.ts";
import { compact } from "../stored-numbers.ts";
import { encodeTable } from "./encode-table.ts";
import { rememberEncoding } from "./encoded-by.ts";
import { fitEncoding } from "./fit-encoding.ts";
import { hintsAboutTable } from "./hints-about-table.ts";
import type { TableRows } from "./table-rows.ts";

/** The dataset of a table whose rows are in sets already: the encoding is fitted to the training rows. */
export function fitTable(given: TableRows): Dataset {
  const { table, plan, rows } = given;
  const fitted = fitEncoding(table, plan, rows.train);
  const parts = DATASET_PARTS.filter((part) => rows[part] !== undefined);
  const all = joined(parts.map((part) => rows[part] ?? new Uint32Array(0)));
  const features = encodeTable(fitted, table, all);
  const width = features.length / all.length;
  const stored = compact(features, width);
  const { values, classes, task } = plan.targets;
  const samplesFrom = (start: number, own: Uint32Array): Samples => ({
    inputs: { shape: [own.length, width], data: stored.slice(start * width, (start + own.length) * width) },
    targets: rowsOf(values, own),
    ...defined({ weights: plan.weights && rowsOf({ shape: [values.shape[0]], data: plan.weights.values }, own).data }),
  });
  const dataset: Dataset = {
    name: table.name,
    train: samplesFrom(0, rows.train),
    ...defined({ classes }),
    task,
    columns: stored instanceof Float64Array ? { ...fitted, float64: true } : fitted,
    table: { ...given, hints: hintsAboutTable(given, fitted) },
  };
  let start = rows.train.length;
  for (const part of parts.slice(1)) {
    const own = rows[part] as Uint32Array;
    dataset[part] = samplesFrom(start, own);
    start += own.length;
  }
  for (const part of parts) rememberEncoding(dataset[part] as Samples, { columns: fitted, classes });
  return dataset;
}

function joined(lists: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}

function rowsOf({ shape, data }: Values, rows: Uint32Array): Values {
  const width = data.length / shape[0];
  const taken = new (data.constructor as new (length: number) => NumberArray)(rows.length * width);
  rows.forEach((row, i) => {
    taken.set(data.subarray(row * width, (row + 1) * width), i * width);
  });
  return { shape: [rows.length, ...shape.slice(1)], data: taken };
}
