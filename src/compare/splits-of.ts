import { usageError } from "../errors.ts";
import { dataChecksums } from "./kept/data-checksums.ts";
import type { PreparedVariant } from "./prepared-variant.ts";
import type { Variant } from "./variants.ts";

/** All variants on one split of the data. */
export interface Split {
  /** The seed of the split; absent where there is one. */
  dataSeed?: number;
  prepared: readonly PreparedVariant[];
}

/**
 * The variants on each split.
 * @throws a usage error where a variant has a split of its own, or where data seeds change nothing about the data.
 */
export async function splitsOf(
  variants: readonly Variant[],
  dataSeeds: readonly number[],
  prepare: (variant: Variant) => Promise<PreparedVariant>,
): Promise<Split[]> {
  const where = "compare: dataSeeds";
  const own = variants.find(({ recipe }) => recipe.dataSeed !== variants[0].recipe.dataSeed);
  if (own !== undefined)
    throw usageError({ where, expected: "variants without a dataSeed of their own", received: `that of ${own.name}` });
  const splits: (Split & { dataSeed: number })[] = [];
  for (const dataSeed of dataSeeds) {
    const prepared: PreparedVariant[] = [];
    for (const variant of variants) prepared.push(await prepare(variant.with({ dataSeed }, variant.name)));
    splits.push({ dataSeed, prepared });
  }
  const [one, other] = splits.map(({ prepared: [{ data }] }) => JSON.stringify(dataChecksums(data)));
  if (one === other)
    throw usageError({
      where,
      expected: "data that are split or drawn by dataSeed",
      received: `${splits[0].prepared[0].data.name}, which ${dataSeeds[0]} and ${dataSeeds[1]} leave the same`,
      fix: "Take a part of the samples (trainSize), or data that evenkeel splits, such as a CSV file; data made in code are split where they are made.",
    });
  return splits;
}
