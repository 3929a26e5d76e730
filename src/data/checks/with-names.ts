import { EvenkeelError } from "../../errors.ts";
import { DATASET_PARTS, type Dataset, type DatasetPart } from "../dataset.ts";
import { placeInTable } from "../table/place-of.ts";
import { checkDataset, firstNotFinite } from "./check-dataset.ts";
import { nameOfFeature, nameOfTarget } from "./name-of-feature.ts";

/** `checkDataset` with errors that name the column and the row of a number that is not finite. */
export function checkNamed(data: Dataset): Dataset {
  try {
    return checkDataset(data);
  } catch (error) {
    throw error instanceof EvenkeelError ? withNames(error, data) : error;
  }
}

/**
 * What `checkDataset` said of a number that is not finite, with the column or input by name and, for a table, the row as in its
 * file. Other errors as they are.
 */
export function withNames(error: EvenkeelError, data: Dataset): EvenkeelError {
  if (!OF_A_PART.test(error.where)) return error; // the data may be none at all
  const place = DATASET_PARTS.flatMap((part) => placeIn(error.where, part, data))[0];
  if (place === undefined || place.length === 0) return error;
  const { facts, kind } = error;
  return new EvenkeelError(kind, { ...facts, received: `${facts.received} (${place.join(", ")})` });
}

/** What errors about the numbers of a checked dataset name. */
const OF_A_PART = /\.(train|validation|test)\.(inputs|targets|weights)$/;

/** "column age", "line 12": of the first number that is not finite in what an error is about. */
function placeIn(where: string, part: DatasetPart, data: Dataset): string[][] {
  const of = (["inputs", "targets", "weights"] as const).find(
    (one) => where === `${data.name ?? "data"}.${part}.${one}`,
  );
  const values = of && data[part]?.[of];
  if (values === undefined) return [];
  const { shape, data: numbers } = "shape" in values ? values : { shape: [], data: values };
  const index = firstNotFinite(numbers);
  if (index < 0) return [];
  const width = shape.slice(1).reduce((product, extent) => product * extent, 1);
  const number = index % width;
  const name =
    of === "inputs" ? nameOfFeature(number, data) : of === "targets" ? nameOfTarget(number, data) : undefined;
  const row = data.table?.rows[part]?.[Math.floor(index / width)];
  return [
    [name, row === undefined ? undefined : placeInTable(data.table?.table, row)].filter((one) => one !== undefined),
  ];
}
