import {
  DATASET_PARTS,
  type Dataset,
  type DatasetPart,
  type NumberArray,
  type Samples,
  sampleCount,
} from "../../data/dataset.ts";
import { partOf, placesOf } from "../../data/layout.ts";
import type { Table } from "../../data/table/table.ts";
import type { TableEncoding } from "../../data/table/table-encoding.ts";
import { usageError } from "../../errors.ts";
import { fromSpec } from "../../from-spec.ts";
import { show } from "../../options/show.ts";
import { checkOption, type Option } from "../../options.ts";
import type { TrainedModel } from "../../predict/trained-model.ts";
import { DATASETS, dataOption, dataText, sourceSpec } from "../../recipe/data-text.ts";
import { defineRecipe } from "../../recipe/define-recipe.ts";
import type { OwnTricks } from "../../recipe/own-tricks.ts";
import { dataOfRecipe, loaded } from "../../recipe/recipe-data.ts";
import { cacheFolder } from "../cache-folder.ts";
import type { Host } from "../host.ts";
import { type Readable, tableOfSource, tableOnStandardInput } from "./read-table.ts";

/** Which data a saved model is to look at, as flags say it. */
export interface DataRequest {
  /** A name, a path, an expression, or "-" for standard input. */
  data: string;
  /** The set of them; by default the test set, or all where there is but one. */
  part: DatasetPart | undefined;
  directory: string | undefined;
  use: OwnTricks | undefined;
}

/** New data for a saved model: a table as it is, or samples of one set. */
export type GivenData = { name: string } & ({ table: Table } | { part: DatasetPart; samples: Samples; of: Dataset });

/**
 * The data that a saved model is to look at. A model of a table gets the table; others a set of a dataset.
 * @throws a usage error for data of another kind than the model was trained with, and for a set that they do not have.
 */
export async function givenData(model: TrainedModel, request: DataRequest, host: Host): Promise<GivenData> {
  const { data, part } = request;
  if (model.columns !== undefined) {
    if (part !== undefined)
      throw usageError({
        where: "--part",
        expected: "none for a table, of which all rows are taken",
        received: show(part),
        fix: "Leave --part out.",
      });
    const table = await (await tableOf(request, host, model.columns)).whole();
    return { name: table.name, table };
  }
  if (data === "-")
    throw usageError({
      where: "--data",
      expected: `data of the kind that the model was trained with: inputs [${model.parts.inputShape.join(", ")}]`,
      received: "a table, on standard input",
    });
  const dataset = await datasetOf(request, host);
  const found = part ?? (dataset.test === undefined ? "train" : "test");
  const samples = dataset[found];
  if (samples !== undefined) {
    checkInputs(model, dataset, samples);
    return { name: dataset.name, part: found, samples, of: dataset };
  }
  throw usageError({
    where: "--part",
    expected: `one of ${DATASET_PARTS.filter((each) => dataset[each] !== undefined).join(", ")}, which ${show(data)} has`,
    received: show(part),
  });
}

/**
 * The same, some rows of a table at a time, as they come in: it may be larger than memory, and need not have an end yet.
 * @throws the same errors, also on the way.
 */
export async function* givenParts(model: TrainedModel, request: DataRequest, host: Host): AsyncGenerator<GivenData> {
  if (model.columns === undefined || request.part !== undefined) yield await givenData(model, request, host);
  else {
    const { parts } = await tableOf(request, host, model.columns);
    for await (const table of parts()) yield { name: table.name, table };
  }
}

async function tableOf({ data, use }: DataRequest, host: Host, { read }: TableEncoding): Promise<Readable> {
  if (data === "-") return tableOnStandardInput(host, read);
  const spec = sourceSpec(textOf(data, use), use);
  const table = tableOfSource(spec, host, read);
  if (table !== undefined) return table;
  throw usageError({
    where: "--data",
    expected: "a table, as the model was trained with one: a path that ends in .csv, .json, .jsonl or .parquet, or -",
    received: `${show(data)}, which is read by ${spec.name}`,
    fix: 'A file with another ending is read by csv({ path: "FILE" }).',
  });
}

async function datasetOf({ data, directory, use }: DataRequest, host: Host): Promise<Dataset> {
  const context = { cache: cacheFolder(host), signal: host.signal };
  const text = textOf(data, use);
  if (directory !== undefined || (DATASETS as readonly string[]).includes(text))
    return dataOfRecipe(defineRecipe({ data: text as "digits", dataDirectory: directory, use }), context);
  return loaded(fromSpec("sources", sourceSpec(text, use), { use }), context);
}

function textOf(data: string, use: OwnTricks | undefined): string {
  checkOption("--data", dataOption as Option<unknown>, data);
  return dataText(data, use);
}

/** @throws a usage error for samples of another shape than the model takes, and for inputs or targets by other names. */
function checkInputs({ parts: { inputShape, layout } }: TrainedModel, of: Dataset, { inputs }: Samples): void {
  const { name } = of;
  for (const kind of ["inputs", "targets"] as const) {
    const [expected, received] = [layout?.[kind], of.layout?.[kind]].map((parts) =>
      parts?.map((part) => part.name).join(", "),
    );
    if (expected !== received)
      throw usageError({
        where: name,
        expected: `the ${kind} ${expected ?? "without names"}, as the model was trained with`,
        received: received ?? `${kind} without names`,
      });
  }
  const [, ...shape] = inputs.shape;
  if (String(shape) === String(inputShape)) return;
  throw usageError({
    where: name,
    expected: `inputs [${inputShape.join(", ")}], as the model was trained with`,
    received: `[${shape.join(", ")}]`,
    ...(shape.length === 3 && inputShape.length === 3
      ? {
          fix: `Write imageFolder("FOLDER", { size: [${inputShape[0]}, ${inputShape[1]}], channels: ${inputShape[2]} }).`,
        }
      : {}),
  });
}

/** The samples of a set by the numbers that the model has for its classes. */
export function withClassesOf(model: TrainedModel, { name, classes, layout }: Dataset, samples: Samples): Samples {
  const { shape, data } = samples.targets;
  const parts = layout?.targets;
  if (parts === undefined) {
    const numbers = renumbered(name, classes, model.classes, data);
    return numbers === undefined ? samples : { ...samples, targets: { shape, data: numbers } };
  }
  const all = Float64Array.from(data);
  placesOf(parts).forEach((place, i) => {
    const own = model.parts.layout?.targets?.[i].classes;
    const numbers = renumbered(`${name}: ${parts[i].name}`, parts[i].classes, own, partOf(data, shape[1], place));
    numbers?.forEach((label, row) => {
      all[row * shape[1] + place.start] = label;
    });
  });
  return { ...samples, targets: { shape, data: all } };
}

/** Class numbers by the names that a model has; undefined where they are the same. */
function renumbered(
  name: string,
  classes: readonly string[] | undefined,
  own: readonly string[] | undefined,
  data: NumberArray,
): Int32Array | undefined {
  if (own === undefined || classes === undefined || String(own) === String(classes)) return undefined;
  const numbers = classes.map((word) => own.indexOf(word));
  const unknown = classes.find((_, i) => numbers[i] < 0 && data.includes(i as never));
  if (unknown !== undefined)
    throw usageError({
      where: name,
      expected: `classes of the model: ${own.slice(0, 20).join(", ")}`,
      received: show(unknown),
      fix: "Leave its samples out.",
    });
  return Int32Array.from(data, (label) => numbers[label]);
}

/** "52 rows of new.csv", "1,000 samples of digits: test" */
export function dataInWords(given: GivenData): string {
  if ("table" in given) return `${given.table.columns[0].cells.length.toLocaleString("en")} rows of ${given.name}`;
  return `${sampleCount(given.samples).toLocaleString("en")} samples of ${given.name}: ${given.part} set`;
}
