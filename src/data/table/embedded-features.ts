import { pow } from "../../exact-math/pow.ts";
import { widthOf } from "./features-of.ts";
import type { TableEncoding } from "./table-encoding.ts";

/**
 * The features that are category numbers, of which a model makes trained vectors: their places, how many categories there
 * are (one more than the table has, for all others), and how many numbers represent each.
 */
export function embeddedFeatures({ inputs }: TableEncoding): { at: number; vocabulary: number; dimension: number }[] {
  let at = 0;
  return inputs.flatMap((column) => {
    const place = at;
    at += widthOf(column);
    if (column.kind !== "categorical" || column.as !== "embedded") return [];
    const vocabulary = column.categories.length + 1;
    return [{ at: place, vocabulary, dimension: dimensionFor(vocabulary) }];
  });
}

/** 1.6 · n^0.56, at most 600: the rule of fastai (emb_sz_rule in fastai.tabular.model). */
function dimensionFor(vocabulary: number): number {
  return Math.min(600, Math.round(1.6 * pow(vocabulary, 0.56)));
}
