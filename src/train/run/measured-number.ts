import * as v from "valibot";

/** JSON has no word for these. */
const NOT_FINITE: Readonly<Record<string, number>> = { Infinity, "-Infinity": -Infinity, NaN, "-0": -0 };

/** A measured number as it stands in a file. It may be infinite or NaN; 0.1.0 wrote `null` then, and did not say which. */
export const measuredNumber = v.pipe(
  v.custom<number | string | null>(
    (value) =>
      typeof value === "number" || value === null || (typeof value === "string" && Object.hasOwn(NOT_FINITE, value)),
    "Invalid type: Expected a number",
  ),
  v.transform((value) => (typeof value === "number" ? value : value === null ? Number.NaN : NOT_FINITE[value])),
);
