import type { Elementwise } from "../../../graph/primitives.ts";
import type { Term, View } from "../../../plan/kernel.ts";
import { literal } from "./literal.ts";
import type { Places } from "./places.ts";

/** Every elementwise primitive of numbers, as an expression. Comparisons and `where` work with conditions. */
const operations: {
  readonly [P in Exclude<Elementwise, "less" | "equal" | "where">]: (a: string, b: string) => string;
} = {
  neg: (a) => `-${a}`,
  abs: (a) => `abs(${a})`,
  sign: (a) => `signOf(${a})`,
  exp: (a) => `exponential(${a})`,
  expm1: (a) => `exponentialMinus1(${a})`,
  log: (a) => `logarithm(${a})`,
  sqrt: (a) => `sqrt(${a})`,
  tanh: (a) => `hyperbolicTangent(${a})`,
  sigmoid: (a) => `sigmoid(${a})`,
  softplus: (a) => `softplus(${a})`,
  erf: (a) => `errorFunction(${a})`,
  floor: (a) => `floor(${a})`,
  stopGradient: (a) => a,
  add: (a, b) => `${a} + ${b}`,
  sub: (a, b) => `${a} - ${b}`,
  mul: (a, b) => `${a} * ${b}`,
  div: (a, b) => `${a} / ${b}`,
  maximum: (a, b) => `maximum(${a}, ${b})`,
  minimum: (a, b) => `minimum(${a}, ${b})`,
};

/**
 * Declares the terms as `t0`, `t1`, … at the indices `i0`, `i1`, …; comparisons as conditions `c0`, … too. `among` leaves some out:
 * those that are declared elsewhere.
 */
export function expression(terms: readonly Term[], places: Places, among: readonly boolean[]): string {
  return terms.flatMap((term, i) => (among[i] ? declare(term, i, terms, places) : [])).join("\n");
}

/** For each term, whether it changes along one of `axes`. */
export function variesAlong(terms: readonly Term[], axes: readonly number[]): boolean[] {
  const varies: boolean[] = [];
  const walks = (strides: readonly number[]) => axes.some((axis) => (strides[axis] ?? 0) !== 0);
  for (const term of terms) {
    if (term.op === "load") varies.push(walks(term.view.strides) || walks(term.view.rows?.indices.strides ?? []));
    else if (term.op === "index") varies.push(walks(term.strides));
    else varies.push(term.op !== "constant" && term.args.some((arg) => varies[arg]));
  }
  return varies;
}

function declare(term: Term, i: number, terms: readonly Term[], places: Places): string[] {
  const number = (value: string) => [`let t${i} = ${value};`];
  if (term.op === "constant")
    return number(term.value === 0 && isFactor(i, terms) ? zero(term.value) : literal(term.value));
  if (term.op === "index") return number(places.number(term.offset, term.strides));
  if (term.op === "load")
    return term.view.rows === undefined
      ? number(places.load(term.view, places.of(term.view)))
      : row(term.view, i, places);
  const [a, b, c] = term.args.map((arg) => `t${arg}`);
  if (term.op === "less" || term.op === "equal")
    return [
      `let c${i} = ${term.op === "less" ? "isLess" : "isEqual"}(${a}, ${b});`,
      ...number(`select(0f, 1f, c${i})`),
    ];
  if (term.op !== "where") return number(operations[term.op](a, b));
  const [asked] = term.args;
  const isCondition = terms[asked].op === "less" || terms[asked].op === "equal";
  return number(`select(${c}, ${b}, ${isCondition ? `c${asked}` : `isNotZero(${a})`})`);
}

/** Whether a product or quotient reads the term. */
function isFactor(i: number, terms: readonly Term[]): boolean {
  return terms.some((term) => (term.op === "mul" || term.op === "div") && term.args.includes(i));
}

/** A zero that no compiler knows to be one: 0 · x would become 0, for ∞, NaN and negative x too. */
function zero(value: number): string {
  return Object.is(value, -0) ? "-zero()" : "zero()";
}

/** An element of a picked row: not a number where there is no such row, and then row 0 is read. */
function row(view: View, i: number, places: Places): string[] {
  const { indices, stride, count } = view.rows as NonNullable<View["rows"]>;
  if (count === 0) return [`let t${i} = notANumber();`];
  const number = rowNumber(places.bits(indices, places.of(indices)), indices, count);
  const place = `${places.of(view)} + select(0u, row${i}, row${i} < ${count}u) * ${stride}u`;
  return [
    `let row${i} = ${number};`,
    `let t${i} = select(notANumber(), ${places.load(view, place)}, row${i} < ${count}u);`,
  ];
}

/** The number of a row from its bits in memory; `count` or more where it is none. */
export function rowNumber(bits: string, { buffer }: Pick<View, "buffer">, count: number): string {
  return buffer.storage === "float" ? `wholeBelow(${bits}, ${count}u)` : bits;
}
