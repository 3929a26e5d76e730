import { shortened } from "../options/show.ts";
import { errorAt, lineAndColumn, type Span, type Written } from "./place.ts";
import type { Call, Entry, Literal, Node } from "./syntax.ts";
import { LITERAL, type Token, tokensOf } from "./tokens.ts";

/** Longer texts are refused unread. */
const LONGEST = 1_000_000;
/** Brackets within one another: more than the tricks within one another that are made of them. */
const DEEPEST = 400;
/** Tricks in a text: making them takes a tenth of a millisecond each. */
const MOST_TRICKS = 5000;
/** More arguments of a call would fill the stack. */
const MOST_ARGUMENTS = 10_000;

/** Names that stand for a value. */
const CONSTANTS: Readonly<Record<string, Literal["value"]>> = {
  true: true,
  false: false,
  null: null,
  undefined: undefined,
  "Math.E": Math.E,
  "Math.LN2": Math.LN2,
  "Math.LN10": Math.LN10,
  "Math.PI": Math.PI,
  "Math.SQRT1_2": Math.SQRT1_2,
  "Math.SQRT2": Math.SQRT2,
};

/** Words of JavaScript that compute something. */
const KEYWORDS = new Set(
  "async await class const delete do eval for function if import in instanceof let new return super switch this throw typeof var void while yield".split(
    " ",
  ),
);

/**
 * An expression as a tree, each part with its place. The grammar is the literal part of JavaScript, and calls of names.
 * @throws a usage error with line, column and a caret under the place.
 */
export function parse(written: Written): Node {
  const { text } = written;
  if (text.length > LONGEST)
    throw errorAt(
      { ...written, text: `${text.slice(0, 60)}…` },
      { from: 0, to: 1 },
      { expected: `at most ${LONGEST.toLocaleString("en")} characters`, received: text.length.toLocaleString("en") },
    );
  const next = tokensOf(written);
  let token = next();
  const open: Token[] = [];
  let tricks = 0;

  const ended = () => token.type === "end";
  const is = (mark: string) => token.type === "mark" && token.mark === mark;
  function take(): Token {
    const taken = token;
    token = next();
    return taken;
  }
  function unexpected(expected: string, fix?: string): Error {
    if (is("-") || is("+")) return errorAt(written, token, { expected: LITERAL, received: "an operator" });
    const bracket = token.type === "end" ? open.at(-1) : undefined;
    const unclosed = bracket && `Close the ${shown(bracket)} of ${lineAndColumn(text, bracket.from)}.`;
    return errorAt(written, token, { expected, received: shown(token), fix: fix ?? unclosed });
  }
  const shown = ({ type, from, to }: Token) => (type === "end" ? "nothing more" : shortened(text.slice(from, to), 60));

  function value(): Node {
    if (token.type === "text") {
      const { value, from, to } = token;
      take();
      return { type: "literal", value, from, to };
    }
    if (token.type === "number" || is("-") || is("+")) return number();
    if (is("[")) return bracketed("]", value, (items, span) => ({ type: "list", items, ...span }));
    if (is("{")) return entries();
    if (token.type === "name") return named();
    if (is("(")) throw inBrackets();
    throw unexpected("a value, such as a number, a text in quotation marks, a list or a trick");
  }

  /** The error for a bracket in the place of a value, which begins a function or a computation. */
  function inBrackets(): Error {
    const received = /^\([^()]*\)\s*=>/.test(text.slice(token.from, token.from + 200))
      ? "an arrow function"
      : "a bracket";
    return errorAt(written, token, { expected: LITERAL, received });
  }

  function number(): Node {
    const { from } = token;
    const sign = token.type === "mark" ? take() : undefined;
    if (token.type !== "number") throw unexpected("a number behind the sign");
    const { value, to } = token;
    take();
    return { type: "literal", value: sign && text[sign.from] === "-" ? -value : value, from, to };
  }

  function named(): Node {
    const { from, to } = token;
    const name = text.slice(from, to);
    if (KEYWORDS.has(name))
      throw errorAt(written, token, {
        expected: LITERAL,
        received: name,
        fix: name === "new" ? "Leave it out." : undefined,
      });
    take();
    if (Object.hasOwn(CONSTANTS, name)) return { type: "literal", value: CONSTANTS[name], from, to };
    if (name === "NaN" || name === "Infinity")
      throw errorAt(written, { from, to }, { expected: "a finite number", received: name });
    const call = { type: "call" as const, name, at: { from, to } };
    if (++tricks > MOST_TRICKS)
      throw errorAt(written, call.at, {
        expected: `at most ${MOST_TRICKS.toLocaleString("en")} tricks`,
        received: "more",
      });
    if (!is("(")) return { ...call, called: false, args: [], from, to };
    return bracketed(")", value, (args, span): Call => {
      if (args.length > MOST_ARGUMENTS)
        throw errorAt(written, call.at, {
          expected: `at most ${MOST_ARGUMENTS.toLocaleString("en")} arguments`,
          received: args.length.toLocaleString("en"),
          fix: "Give a list.",
        });
      return { ...call, called: true, args, from, to: span.to };
    });
  }

  function entries(): Node {
    const places = new Map<string, Span>();
    const entry = (): Entry => {
      if (token.type !== "name" && token.type !== "text") throw unexpected("the name of an option");
      const key = token.type === "name" ? token.name : token.value;
      const at = take();
      if (places.has(key)) throw errorAt(written, at, { expected: `${key} once`, received: "it twice" });
      places.set(key, at);
      if (!is(":")) throw unexpected(`: and the value of ${key}`);
      take();
      return { key, at, value: value() };
    };
    return bracketed("}", entry, (entries, span) => ({ type: "entries", entries, ...span }));
  }

  /** What stands between brackets, with commas between and perhaps one more at the end. */
  function bracketed<T>(close: string, one: () => T, made: (all: readonly T[], span: Span) => Node): Node {
    const all: T[] = [];
    if (open.length >= DEEPEST)
      throw errorAt(written, token, { expected: `at most ${DEEPEST} brackets within one another`, received: "more" });
    open.push(token);
    const { from } = take();
    while (!is(close)) {
      all.push(one());
      if (is(",")) take();
      else if (!is(close)) throw unexpected(`, or ${close}`);
    }
    const { to } = take();
    open.pop();
    return made(all, { from, to });
  }

  if (ended()) throw errorAt(written, token, { expected: "an expression such as adam()", received: "an empty text" });
  const whole = value();
  if (!ended()) throw unexpected("the end of the expression");
  return whole;
}
