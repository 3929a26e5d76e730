import { unescaped } from "./escapes.ts";
import { errorAt, type Span, type Written } from "./place.ts";

/** A word of an expression: a name, a number, a text in quotation marks, a mark such as "(", or the end. */
export type Token = Span &
  (
    | { readonly type: "name"; readonly name: string }
    | { readonly type: "number"; readonly value: number }
    | { readonly type: "text"; readonly value: string }
    | { readonly type: "mark"; readonly mark: string }
    | { readonly type: "end" }
  );

const BLANKS = /(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const NAME = /Math\.[A-Z]\w*|[\p{ID_Start}$_][\p{ID_Continue}$]*/uy;
const NUMBER =
  /(?:0[xX][\da-fA-F]+(?:_[\da-fA-F]+)*|0[oO][0-7]+|0[bB][01]+|(?:(?:0|[1-9]\d*(?:_\d+)*)(?:\.\d*(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+)?)(?![\w$.])/y;
const LIKE_NUMBER = /\.?\d[\w$.]*/y;
const MARK = /[()[\]{},:+-]/y;

/** What JavaScript has and expressions have not: what it is called, and what to do. */
const REFUSED: readonly (readonly [pattern: RegExp, what: string, fix?: string])[] = [
  [/=>/y, "an arrow function"],
  [/\.\.\./y, "a spread"],
  [/\.[\w$]*/y, "access to a property", "Write the name of the trick alone, such as adam()."],
  [/`/y, "a template literal", 'Write the text in quotation marks: "…".'],
  [/[“”„‘’«»]/y, "a typographic quotation mark", "Write straight quotation marks."],
  [/;/y, "a semicolon", "Leave it out."],
  [/=(?!=)/y, "an assignment", "Options by name are written as { name: value }."],
  [/\/\*/y, "a comment without an end", "End it with */."],
  [/[!%&*/<=>?^|~]+/y, "an operator"],
];

/** What gives the next word of a text, each time it is called. @throws a usage error for what is no word of expressions. */
export function tokensOf(written: Written): () => Token {
  const { text } = written;
  let at = 0;

  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const spanOf = (matched: string): Span => {
    const from = at;
    at += matched.length;
    return { from, to: at };
  };

  function next(): Token {
    spanOf(match(BLANKS) ?? "");
    if (at >= text.length) return { type: "end", from: text.length, to: text.length };
    const name = match(NAME);
    if (name !== undefined) return { type: "name", name, ...spanOf(name) };
    const number = match(NUMBER);
    if (number !== undefined) return numberToken(number);
    if (text[at] === '"' || text[at] === "'") return textToken();
    const like = match(LIKE_NUMBER);
    if (like !== undefined)
      throw errorAt(written, spanOf(like), { expected: "a number such as 64, 0.1 or 1e-3", received: like });
    const mark = match(MARK);
    if (mark !== undefined) return { type: "mark", mark, ...spanOf(mark) };
    return refuse();
  }

  function numberToken(number: string): Token {
    const span = spanOf(number);
    const value = Number(number.replaceAll("_", ""));
    if (Number.isFinite(value)) return { type: "number", value, ...span };
    throw errorAt(written, span, { expected: "a number of at most 1.797e308", received: number });
  }

  function textToken(): Token {
    const [from, quote] = [at, text[at]];
    let end = at + 1;
    while (end < text.length && text[end] !== quote && text[end] !== "\n") end += text[end] === "\\" ? 2 : 1;
    if (text[end] !== quote)
      throw errorAt(
        written,
        { from, to: from + 1 },
        { expected: `a ${quote} at the end of the text, in the same line`, received: "none" },
      );
    at = end + 1;
    const span = { from, to: at };
    const value = unescaped(text.slice(from + 1, end));
    if (value !== undefined) return { type: "text", value, ...span };
    throw errorAt(written, span, {
      expected: "a text whose backslashes are before n, t, r, b, f, v, 0, \\, \", ', xFF, uFFFF or u{1FFFF}",
      received: text.slice(from, at),
    });
  }

  function refuse(): never {
    for (const [pattern, what, fix] of REFUSED) {
      const matched = match(pattern);
      if (matched === undefined) continue;
      throw errorAt(written, spanOf(matched), { expected: LITERAL, received: what, fix });
    }
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    throw errorAt(written, spanOf(character), { expected: LITERAL, received: JSON.stringify(character) });
  }

  return next;
}

/** What an expression is made of. */
export const LITERAL = "calls of tricks, numbers, texts, lists and { options }, as nothing is computed";
