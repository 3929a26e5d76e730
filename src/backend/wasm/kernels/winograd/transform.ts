import { memoized } from "../../../../plan/kernel.ts";
import type { I32, V128 } from "../../emit/code.ts";
import { FunctionBuilder, type FunctionRef, type Local, type ModuleBuilder } from "../../emit/module.ts";
import { f32x4, i32, store, v128 } from "../../emit/ops.ts";
import type { Matrix } from "./matrices.ts";

/** How a transform walks: over a stretch of `length` bytes from every source to every target, or over `count` of them. */
export interface Walk {
  length: I32 | number;
  count?: I32 | number;
  /** Bytes between the starts of neighboring stretches, multiples of `length`. */
  fromStep?: number;
  toStep?: number;
  /** Column j of the matrix is multiplied by what lies at `from` + offsets[j]. */
  from: I32;
  offsets: readonly number[];
  /** Row i of the result goes to `to` + i · `toApart`. */
  to: I32;
  toApart: number;
}

/**
 * Multiplies a constant matrix with vectors whose elements lie in different places: out[i] = Σⱼ matrix[i][j] · in[j].
 * In one loop where stretches are as long as a power of two.
 */
export function callTransform(f: FunctionBuilder, module: ModuleBuilder, matrix: Matrix, walk: Walk): void {
  const { length, count = 1, fromStep = 0, toStep = 0, from, offsets, to, toApart } = walk;
  const form = { matrix, offsets, toApart, length: 16, fromSkipped: 0, toSkipped: 0 };
  const factors = factorsOf(matrix).map((x) => f32x4.const(x));
  const call = (end: I32, source: I32, target: I32, skipping = {}) =>
    f.call(transform(module, { ...form, ...skipping }), [end, source, target, ...factors]);
  const value = (x: I32 | number) => (typeof x === "number" ? i32.const(x) : x);
  if (count === 1) call(value(length), from, to);
  else if (typeof length === "number" && isPowerOfTwo(length)) {
    const [fromSkipped, toSkipped] = [fromStep / length - 1, toStep / length - 1];
    call(i32.mul(value(count), length), from, to, { length, fromSkipped, toSkipped });
  } else {
    const [left, source, target] = [f.let(value(count)), f.let(from), f.let(to)];
    f.while(
      () => i32.gtS(left, 0),
      () => {
        call(value(length), source, target);
        f.step(source, fromStep);
        f.step(target, toStep);
        f.step(left, -1);
      },
    );
  }
}

/** Where columns of a matrix lie that are `apart` bytes from one another. */
export function inSteps(apart: number, matrix: Matrix): number[] {
  return matrix[0].map((_, j) => j * apart);
}

function isPowerOfTwo(x: number): boolean {
  return (x & (x - 1)) === 0;
}

/** Distances are part of the code, where they cost no additions and no registers. */
interface Form {
  matrix: Matrix;
  offsets: readonly number[];
  toApart: number;
  /** A power of two. */
  length: number;
  fromSkipped: number;
  toSkipped: number;
}

/**
 * Over stretches that follow one another, at one end or at both: where `skipped` lengths lie between a stretch and the next one,
 * the address of byte number `at` is at + (at rounded down to whole stretches) · skipped.
 */
function transform(module: ModuleBuilder, form: Form): FunctionRef {
  const { matrix, offsets, toApart, length, fromSkipped, toSkipped } = form;
  const factors = factorsOf(matrix);
  const types = [...(["i32", "i32", "i32"] as const), ...factors.map(() => "v128" as const)];
  return module.once(`transform ${JSON.stringify(form)}`, () =>
    module.function(types, (f, ...parameters) => {
      const [end, from, to] = parameters as Local<"i32">[];
      const factor = (x: number) => parameters[3 + factors.indexOf(x)] as Vector;
      const at = f.local("i32");
      const place = (start: I32, skipped: number) =>
        skipped === 0 ? i32.add(start, at) : i32.add(i32.add(start, at), i32.mul(i32.and(at, -length), skipped));
      f.countUp(at, end, 16, () => {
        const source = f.let(place(from, fromSkipped));
        const inputs = offsets.map((offset) => f.let(v128.load(source, offset)));
        const target = f.let(place(to, toSkipped));
        multiplied(f, matrix, inputs, module.relaxed, factor).forEach((output, i) => {
          f.push(store.v128(target, output, i * toApart));
        });
      });
    }),
  );
}

/**
 * What a matrix multiplies by, beside 1. Transforms have these as parameters: engines make a constant anew wherever it is
 * used, in three instructions, and keep a parameter in its register.
 */
const factorsOf = memoized((matrix: Matrix): number[] => {
  const f = new FunctionBuilder([]);
  const factors = new Set<number>();
  const inputs = matrix[0].map(() => f.local("v128"));
  multiplied(f, matrix, inputs, false, (x) => {
    factors.add(x);
    return inputs[0];
  });
  return [...factors];
});

type Vector = Local<"v128">;
type Factor = (x: number) => V128;

/** The rows of matrix · inputs, each sum of a pair of rows or columns that differ in signs alone computed once. */
function multiplied(
  f: FunctionBuilder,
  matrix: Matrix,
  inputs: readonly Vector[],
  relaxed: boolean,
  factor: Factor,
): V128[] {
  const joined = joinColumns(f, matrix, inputs);
  const rows: V128[] = [];
  for (let i = 0; i < joined.matrix.length; i++) {
    const [row, next] = [joined.matrix[i], joined.matrix[i + 1]];
    const paired =
      next !== undefined && row.every((x, j) => Math.abs(x) === Math.abs(next[j])) && row.some((x, j) => x !== next[j]);
    if (!paired) {
      rows.push(linear(f, row, joined.inputs, relaxed, factor));
      continue;
    }
    const even = f.let(
      linear(
        f,
        row.map((x, j) => (x === next[j] ? x : 0)),
        joined.inputs,
        relaxed,
        factor,
      ),
    );
    const odd = f.let(
      linear(
        f,
        row.map((x, j) => (x === next[j] ? 0 : x)),
        joined.inputs,
        relaxed,
        factor,
      ),
    );
    rows.push(f32x4.add(even, odd), f32x4.sub(even, odd));
    i++;
  }
  return rows;
}

/** Two inputs whose coefficients differ in sign alone become their sum and their difference. */
function joinColumns(
  f: FunctionBuilder,
  matrix: Matrix,
  inputs: readonly Vector[],
): { matrix: Matrix; inputs: Vector[] } {
  const columns = inputs.map((input, j) => ({ input, column: matrix.map((row) => row[j]) }));
  const joined: typeof columns = [];
  for (let j = 0; j < columns.length; j++) {
    const [one, two] = [columns[j], columns[j + 1]];
    const paired = two !== undefined && one.column.every((x, i) => Math.abs(x) === Math.abs(two.column[i]));
    if (!paired) {
      joined.push(one);
      continue;
    }
    const same = one.column.map((x, i) => (x === two.column[i] ? x : 0));
    const other = one.column.map((x, i) => (x === two.column[i] ? 0 : x));
    joined.push({ input: f.let(f32x4.add(one.input, two.input)), column: same });
    joined.push({ input: f.let(f32x4.sub(one.input, two.input)), column: other });
    j++;
  }
  return {
    inputs: joined.map(({ input }) => input),
    matrix: matrix.map((_, i) => joined.map(({ column }) => column[i])),
  };
}

/** Σ coefficientⱼ · inputⱼ */
function linear(
  f: FunctionBuilder,
  coefficients: readonly number[],
  inputs: readonly Vector[],
  relaxed: boolean,
  factor: Factor,
): V128 {
  const terms = coefficients.flatMap((c, j) => (c === 0 ? [] : [{ c, x: inputs[j] }]));
  // Begin with a coefficient of 1 where there is one: nothing to multiply.
  terms.sort((p, q) => Math.abs(Math.abs(p.c) - 1) - Math.abs(Math.abs(q.c) - 1));
  const total = terms.reduce<V128 | undefined>((sum, { c, x }) => {
    if (sum === undefined) return c === 1 ? x : c === -1 ? f32x4.neg(x) : f32x4.mul(x, factor(c));
    const before = f.let(sum);
    if (c === 1) return f32x4.add(before, x);
    if (c === -1) return f32x4.sub(before, x);
    return relaxed ? f32x4.relaxedMadd(x, factor(c), before) : f32x4.add(before, f32x4.mul(x, factor(c)));
  }, undefined);
  return total ?? f32x4.const(0);
}
