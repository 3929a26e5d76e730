import { usageError } from "../errors.ts";
import { show } from "../show.ts";
import type { Dataset } from "./dataset.ts";

/** What inputs are to a layer that takes them for the numbers of rows of a table: whole, from 0 to one below this. */
export interface Indices {
  below: number;
}

/**
 * Looks at the inputs of every part, for a model that takes them for indices.
 * @throws a usage error with the first input that is none, and its index.
 */
export function checkIndices(data: Dataset, indices: Indices | undefined): void {
  for (const part of ["train", "validation", "test"] as const) {
    const samples = data[part];
    if (samples !== undefined) checkIndicesIn(`${data.name}.${part}.inputs`, samples.inputs.data, indices);
  }
}

/** The same of one list. */
export function checkIndicesIn(where: string, inputs: ArrayLike<number>, indices: Indices | undefined): void {
  if (indices === undefined) return;
  for (let i = 0; i < inputs.length; i++) {
    if (Number.isInteger(inputs[i]) && inputs[i] >= 0 && inputs[i] < indices.below) continue;
    throw usageError({
      where,
      expected: `whole numbers from 0 to ${indices.below - 1}, the rows of the embedding`,
      received: `${show(inputs[i])} at index ${i}`,
      fix: "Number words and categories from 0, or give the embedding a larger vocabulary.",
    });
  }
}
