import { type ErrorFacts, EvenkeelError } from "../errors.ts";

/** The text of an expression, and what it is called in errors. */
export interface Written {
  readonly text: string;
  readonly where: string;
}

/** A part of a text: from one character to before another. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * The error for a part of a text: with its line and column, and below it the line with carets.
 *
 *     optimizers, line 1, column 8: adam: expected option learningRate, b1, b2 or eps, received "lr". Did you mean …?
 *       adam({ lr: 0.1 })
 *              ^^
 */
export function errorAt(
  { text, where }: Written,
  span: Span,
  facts: Omit<ErrorFacts, "where"> & { where?: string },
  kind: EvenkeelError["kind"] = "usage",
): EvenkeelError {
  const inside = facts.where === undefined ? "" : `: ${facts.where}`;
  return new EvenkeelError(kind, {
    ...facts,
    where: `${where}, ${lineAndColumn(text, span.from)}${inside}`,
    excerpt: excerptOf(text, span),
  });
}

/** "line 1, column 8" */
export function lineAndColumn(text: string, at: number): string {
  const before = text.slice(0, at);
  return `line ${before.split("\n").length}, column ${at - before.lastIndexOf("\n")}`;
}

/** Characters of a line that are shown, at most: with what stands around them, a terminal's 80. */
const WIDEST = 76;

/** The line of a part, with a caret under each of its characters. */
function excerptOf(text: string, { from, to }: Span): string {
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const [line] = text.slice(start).split("\n", 1);
  const first = Math.max(0, Math.min(from - start - WIDEST / 2, line.length - WIDEST));
  const cut = { before: first > 0 ? "…" : "", after: first + WIDEST < line.length ? "…" : "" };
  const shown = cut.before + line.slice(first, first + WIDEST) + cut.after;
  const blank = from - start - first + cut.before.length;
  const carets = Math.max(1, Math.min(to, start + line.length) - from);
  return `  ${printable(shown)}\n  ${" ".repeat(blank)}${"^".repeat(Math.min(carets, Math.max(1, shown.length - blank)))}`;
}

/** Tabs and other control characters, which would move the caret away, as blanks. */
function printable(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that are replaced
  return line.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, " ");
}
