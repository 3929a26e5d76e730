import { usageError } from "../../errors.ts";
import { show } from "../../options/show.ts";
import { isNumber } from "../class-names.ts";
import { isList } from "../stored-numbers.ts";

/**
 * The place of each sample in an order, by numbers or ISO dates.
 * @throws a usage error for another number of places than of samples, and for the first that is neither.
 */
export function placesOf(where: string, given: unknown, samples: number): Float64Array {
  if (!isList(given) || given.length !== samples)
    throw usageError({
      where,
      expected: `a list of ${samples} numbers or dates, one for each sample`,
      received: isList(given) ? String(given.length) : show(given),
    });
  const dates = isDate(given[0]);
  return Float64Array.from({ length: samples }, (_, i) => {
    const place = dates ? timeOf(given[i]) : numberOf(given[i]);
    if (!Number.isNaN(place)) return place;
    throw usageError({
      where,
      expected: dates ? `dates, as ${show(given[0])}` : "numbers, or dates such as 2024-02-29",
      received: `${show(given[i])} at index ${i}`,
    });
  });
}

/** ISO 8601: a day, with or without a time. */
const DATE = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

export function isDate(value: unknown): boolean {
  return typeof value === "string" && DATE.test(value);
}

/** Milliseconds; NaN for what is no date. Without a time zone it is in UTC: the order must not depend on where it is read. */
export function timeOf(value: unknown): number {
  if (!isDate(value)) return Number.NaN;
  const text = (value as string).replace(" ", "T");
  return Date.parse(text.length > 10 && !/(Z|[+-]\d\d:?\d\d)$/.test(text) ? `${text}Z` : text);
}

function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && isNumber(value.trim()) ? Number(value) : Number.NaN;
}
