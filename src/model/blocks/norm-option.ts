import { type Option, oneOf } from "../../options.ts";

export const NORM_NAMES = ["none", "batch", "layer", "group", "weight"] as const;
export type NormName = (typeof NORM_NAMES)[number];

/** An option of an architecture that chooses its normalization. */
export function normOption(fallback: NormName = "none"): Option<NormName> {
  const doc =
    "normalization between the weights and the activation, in place of a bias; group: of 8 groups; weight: of the weights";
  return oneOf(NORM_NAMES, fallback, doc);
}
