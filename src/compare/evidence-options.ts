import * as v from "valibot";
import { isPlainObject } from "../options/plain-object.ts";
import { type Checks, custom, optional } from "../options.ts";

/** How seeds are added until a study is decided. */
export interface UntilDecided {
  /** How many seeds there can be. Five times `seeds` by default. */
  most?: number;
  /** How often the results are looked at, the first time with `seeds`, the last time with `most`. 5 by default. */
  looks?: number;
}

/** What a study asks beyond whether two variants differ. */
export interface EvidenceOptions {
  /**
   * The largest difference that counts as none, in units of the metric, or "0.5 points" for half a percentage point: two one-sided
   * tests say whether variants are equivalent within it. Choose it before looking at results. None by default.
   *
   * **Source:** Schuirmann 1987
   */
  equivalence?: number | string;
  /**
   * A measure of the validation set: `{ accuracy: 0.9 }`, or `{ loss: 0.2 }`, of which less is better. The study says after how many
   * steps and seconds runs first reached it. None by default.
   *
   * **Source:** Royston and Parmar 2013, for runs that never do
   */
  reach?: Readonly<Record<string, number>>;
  /**
   * Seeds are added until every difference is significant, or equivalent, or there are `most` of them. p and intervals allow for
   * looking repeatedly, as O'Brien and Fleming spend the significance level. True for the defaults. False by default.
   *
   * **Source:** Lan and DeMets 1983
   */
  untilDecided?: boolean | UntilDecided;
  /**
   * How many splits of the data, or which values of the recipe's `dataSeed`: at least 3. Every seed is run on every split, p and
   * intervals are over both, and the study says how much the metric varies with each. One split by default.
   *
   * **Source:** Bouthillier et al. 2021
   */
  dataSeeds?: number | readonly number[];
}

export const EVIDENCE_OPTIONS = {
  equivalence: optional(
    custom(v.union([v.number(), v.string()]), undefined, 'a margin above 0, such as 0.005 or "0.5 points"'),
  ),
  reach: optional(
    custom(v.custom<object>(isPlainObject), undefined, "a measure of the validation set, such as { accuracy: 0.9 }"),
  ),
  untilDecided: optional(
    custom(
      v.union([v.boolean(), v.custom<object>(isPlainObject)]),
      undefined,
      "true, or { most, looks }, such as { most: 30 }",
    ),
  ),
  dataSeeds: optional(
    custom(v.union([v.number(), v.array(v.number())]), undefined, "a number of splits, or a list of data seeds"),
  ),
} satisfies Checks<EvidenceOptions>;
