import { texts } from "../texts/language.ts";

/** A number with three digits: 0.839, 12.3, 6,908, 3.2e-5; words for what is none. */
export function numberText(value: number | undefined): string {
  const words = texts().charts;
  if (value === undefined) return words.none;
  if (Number.isNaN(value)) return words.notANumber;
  if (!Number.isFinite(value)) return value < 0 ? `−${words.infinite}` : words.infinite;
  const size = Math.abs(value);
  if (size >= 1e6 || (size > 0 && size < 1e-3))
    return signed(value.toExponential(1).replace("e+", "e").replace(".0e", "e"));
  if (size >= 1000) return countText(Math.round(value));
  return signed(Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3))));
}

/** A whole number with its thousands apart. */
export function countText(value: number): string {
  return signed(String(value).replace(/\B(?=(\d{3})+$)/g, ","));
}

/** A share in the language of the page: 83.9 %, 83.9%. */
export function percentText(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value)
    ? numberText(value)
    : texts().shell.units.percent(signed((100 * value).toFixed(1)));
}

/** A share at an axis: 80 %. */
export function percentTick(value: number): string {
  return percentText(value).replace(/\.0(?!\d)/, "");
}

/** A difference of shares as 1.2 points. */
export function pointsText(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value)
    ? numberText(value)
    : texts().charts.points((100 * value).toFixed(1));
}

/** With a real minus. */
function signed(text: string): string {
  return text.startsWith("-") ? `−${text.slice(1)}` : text;
}
