import type { ClaimNumber } from "../chapters/chapter.ts";
import { language, texts } from "../texts/language.ts";

const DIGITS: Record<ClaimNumber["as"], number> = { percent: 1, points: 2, number: 3, count: 1, steps: 0, seconds: 2 };

/** A number in the language of the page, with its unit: "82.9 %", "9.82 points". Shares are given between 0 and 1. */
export function written(
  value: number | undefined,
  as: ClaimNumber["as"],
  { signed = false, unit = true }: { signed?: boolean; unit?: boolean } = {},
): string {
  const { units } = texts().shell;
  if (value === undefined) return "–";
  if (!Number.isFinite(value)) return units.notFinite;
  const shown = as === "percent" || as === "points" ? 100 * value : value;
  const number = digits(shown, DIGITS[as], { signed, as });
  return unit ? units[as](number) : number;
}

/** "1,234" */
export function whole(value: number): string {
  return digits(value, 0);
}

/** The name of a metric in the language of the page; one that has none is shown as it is. */
export function metricName(metric: string): string {
  const names: Readonly<Record<string, string>> = texts().shell.metrics;
  return names[metric] ?? metric;
}

/** Very large and very small numbers are written with a power of ten; shares are never small enough for that to help. */
function digits(
  value: number,
  decimals: number,
  { signed = false, as }: { signed?: boolean; as?: ClaimNumber["as"] } = {},
): string {
  const size = Math.abs(value);
  const isShare = as === "percent" || as === "points";
  const extreme = size >= 1e6 || (size > 0 && size < Number(`1e-${decimals}`) / 2 && !isShare);
  return formatOf(decimals, signed, extreme, as === "count")
    .format(value)
    .replace("-", "−");
}

const formats = new Map<string, Intl.NumberFormat>();

/** Kept: to make a format takes many times as long as to use it, and numbers change ten times a second. */
function formatOf(decimals: number, signed: boolean, extreme: boolean, whole: boolean): Intl.NumberFormat {
  const key = `${language.value} ${decimals} ${signed} ${extreme} ${whole}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat(language.value, {
    minimumFractionDigits: extreme || whole ? 0 : decimals,
    maximumFractionDigits: extreme ? 1 : decimals,
    notation: extreme && decimals > 0 ? "scientific" : "standard",
    signDisplay: signed ? "exceptZero" : "auto",
  });
  formats.set(key, format);
  return format;
}
