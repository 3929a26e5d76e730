/** A share as it stands in a sentence: "12 %", "0.4 %". */
export function percent(share: number): string {
  const value = 100 * share;
  return `${Number(value.toPrecision(value >= 10 ? 3 : 2)).toString()} %`;
}
