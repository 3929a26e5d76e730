/** A number with a decimal comma, and perhaps points between thousands, with a decimal point; undefined for other text. */
export function withPoint(text: string): string | undefined {
  return /^[+-]?(\d+|\d{1,3}(\.\d{3})+)?,\d+(e[+-]?\d+)?$/i.test(text)
    ? text.replaceAll(".", "").replace(",", ".")
    : undefined;
}
