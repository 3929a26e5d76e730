import type { Missing } from "./read-options.ts";

/** What means a missing value in the files of pandas, R, Weka and SQL. Source: `na_values` of pandas.read_csv, and "?" of ARFF. */
const USUAL = "NA|N/A|n/a|na|#N/A|<NA>|NaN|nan|-NaN|-nan|NULL|Null|null|None|none|nil|?".split("|");

/** Whether the text of a cell means that its value is missing: an empty one always does. */
export function missingTexts(missing: Missing | undefined): (text: string) => boolean {
  if (missing === false) return (text) => text === "";
  const more = missing === undefined ? [] : [missing].flat();
  const texts = new Set(["", ...USUAL, ...more.map((each) => `${each}`.trim())]);
  const longest = Math.max(...[...texts].map(({ length }) => length));
  return (text) => text.length <= longest && texts.has(text);
}
