import { usageError } from "../../errors.ts";
import { show } from "../../options/show.ts";
import { DATASET_PARTS, type Dataset, type Samples } from "../dataset.ts";
import type { Place } from "../layout.ts";

/** Inputs of a layer that takes them as rows of a table: whole numbers from 0 to one below this. */
export interface Indices {
  /** How many rows the table has: inputs are whole numbers from 0 to one less. */
  below: number;
  /** Where several inputs lie in a row: those that are indices, each with its own table. All numbers are, if left out. */
  among?: { readonly width: number; readonly places: readonly (Place & { readonly below: number })[] };
}

/**
 * Checks all inputs of a dataset, for a model that takes them as indices.
 * @throws a usage error with the first input that is not an index, and its place.
 */
export function checkIndices(data: Dataset, indices: Indices | undefined): void {
  for (const part of DATASET_PARTS) {
    const samples = data[part];
    if (samples !== undefined) checkIndicesIn(`${data.name}.${part}.inputs`, samples.inputs.data, indices);
  }
}

/** The same for one list. */
export function checkIndicesIn(where: string, inputs: ArrayLike<number>, indices: Indices | undefined): void {
  const outside = firstOutside(inputs, indices);
  if (outside === undefined) return;
  throw usageError({
    where,
    expected: rowsOf(outside.below),
    received: `${show(inputs[outside.at])} at index ${outside.at}`,
    fix: "Number words and categories from 0, or give the embedding a larger vocabulary.",
  });
}

/** Hints for evaluating a model on such inputs: its outputs for them are NaN, and so count as wrong. */
export function hintsAboutIndices({ inputs }: Samples, indices: Indices | undefined): string[] {
  const outside = firstOutside(inputs.data, indices);
  if (outside === undefined) return [];
  const found = `${show(inputs.data[outside.at])} at index ${outside.at}`;
  return [`Inputs are not all ${rowsOf(outside.below)}: ${found}. Outputs for these are NaN.`];
}

/** The first input that is not a row of its table; undefined if all are, or if inputs are not indices. */
function firstOutside(inputs: ArrayLike<number>, indices: Indices | undefined) {
  if (indices === undefined) return undefined;
  const { width = inputs.length, places = [{ start: 0, size: inputs.length, below: indices.below }] } =
    indices.among ?? {};
  for (let row = 0; row < inputs.length; row += width)
    for (const { start, size, below } of places)
      for (let at = row + start; at < row + start + size; at++)
        if (!(Number.isInteger(inputs[at]) && inputs[at] >= 0 && inputs[at] < below)) return { at, below };
  return undefined;
}

function rowsOf(below: number): string {
  return `whole numbers from 0 to ${below - 1}, the rows of the embedding`;
}
