import { usageError } from "../../errors.ts";
import { show } from "../../options/show.ts";
import { DATASET_PARTS, type Dataset, type Samples } from "../dataset.ts";

/** Inputs of a layer that takes them as rows of a table: whole numbers from 0 to one below this. */
export interface Indices {
  /** How many rows the table has: inputs are whole numbers from 0 to one less. */
  below: number;
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
  const at = firstOutside(inputs, indices);
  if (at === -1) return;
  throw usageError({
    where,
    expected: rowsOf(indices as Indices),
    received: `${show(inputs[at])} at index ${at}`,
    fix: "Number words and categories from 0, or give the embedding a larger vocabulary.",
  });
}

/** Hints for evaluating a model on such inputs: its outputs for them are NaN, and so count as wrong. */
export function hintsAboutIndices({ inputs }: Samples, indices: Indices | undefined): string[] {
  const at = firstOutside(inputs.data, indices);
  if (at === -1) return [];
  const found = `${show(inputs.data[at])} at index ${at}`;
  return [`Inputs are not all ${rowsOf(indices as Indices)}: ${found}. Outputs for these are NaN.`];
}

/** The first input that is not a row of the table; −1 if all are, or if inputs are not indices. */
function firstOutside(inputs: ArrayLike<number>, indices: Indices | undefined): number {
  if (indices === undefined) return -1;
  for (let i = 0; i < inputs.length; i++)
    if (!(Number.isInteger(inputs[i]) && inputs[i] >= 0 && inputs[i] < indices.below)) return i;
  return -1;
}

function rowsOf({ below }: Indices): string {
  return `whole numbers from 0 to ${below - 1}, the rows of the embedding`;
}
