/** Visible characters from which on a formula breaks a line of text. */
const LONG = 11;
/** From which on it may not fit a phone. */
const WIDE = 24;

/** Whether a formula, given as MathML, stands on a line of its own, as in a book. */
export function isDisplayed(mathml: string): boolean {
  return isWide(mathml) || visibleIn(mathml) >= LONG;
}

/** Whether it may not fit a phone: cases stand beside their conditions. */
export function isWide(mathml: string): boolean {
  return mathml.includes("<mtable") || visibleIn(mathml) >= WIDE;
}

function visibleIn(mathml: string): number {
  return mathml.replace(/<[^>]*>/g, "").replace(/\s/g, "").length;
}
