import { memoized } from "../../../../plan/kernel.ts";
import type { I32, V128 } from "../../emit/code.ts";
import { FunctionBuilder, type FunctionRef, type Local, type ModuleBuilder } from "../../emit/module.ts";
import { f32x4, i32, store, v128 } from "../../emit/ops.ts";
import type { Matrix } from "./matrices.ts";

/** How a transform walks: `count` stretches of `length` bytes each, from every source to every target. */
export interface Walk {
  length: I32 | number;
  count: I32 | number;
  /** Bytes between the starts of neighboring stretches, multiples of `length`. */
  fromStep: number;
  toStep: number;
  /** One address for each column of the matrix, or one for all and how many bytes behind it each lies. */
  from: readonly I32[] | { first: I32; offsets: readonly number[] };
  /** Row i of the result goes to `to` + i · `toApart`. */
  to: I32;
  toApart: number;
}

/**
 * Multiplies a constant matrix with vectors whose elements lie in different places: out[i] = Σⱼ matrix[i][j] · in[j].
 * In one loop where stretches are as long as a power of two.
 */
export function callTransform(f: FunctionBuilder, module: ModuleBuilder, matrix: Matrix, walk: Walk): void {
  const { length, count, fromStep, toStep, from, to, toApart } = walk;
  const [pointers, offsets] = "first" in from ? [[from.first], from.offsets] : [from, undefined];
  const form = { matrix, offsets, toApart, pointers: pointers.length };
  const value = (x: I32 | number) => (typeof x === "number" ? i32.const(x) : x);
  const factors = factorsOf(matrix).map((x) => f32x4.const(x));
  if (count === 1) f.call(inOneLoop(module, form), [value(length), to, ...pointers, ...factors]);
  else if (typeof length === "number" && isPowerOfTwo(length)) {
    const steps = { length, from: fromStep / length - 1, to: toStep / length - 1 };
    f.call(inOneLoop(module, form, steps), [i32.mul(value(count), length), to, ...pointers, ...factors]);
  } else
    f.call(inTwoLoops(module, form), [...[length, count, fromStep, toStep].map(value), to, ...pointers, ...factors]);
}

/** Addresses, one for each column of a matrix, `apart` bytes from one another. */
export function inSteps(first: I32, apart: number, matrix: Matrix): { first: I32; offsets: readonly number[] } {
  return { first, offsets: matrix[0].map((_, j) => j * apart) };
}

function isPowerOfTwo(x: number): boolean {
  return (x & (x - 1)) === 0;
}

/** Distances that are known are part of the code, where they cost no additions and no registers. */
interface Form {
  matrix: Matrix;
  offsets: readonly number[] | undefined;
  toApart: number;
  pointers: number;
}

/**
 * Over stretches that follow one another, at one end or at both: where `skipped` lengths lie between a stretch and the next one,
 * the address of byte number `at` is at + (at rounded down to whole stretches) · skipped.
 */
function inOneLoop(
  module: ModuleBuilder,
  form: Form,
  { length, from: fromSkipped, to: toSkipped } = { length: 16, from: 0, to: 0 },
): FunctionRef {
  return module.once(`transform ${JSON.stringify([form, length, fromSkipped, toSkipped])}`, () =>
    module.function([...i32s(2 + form.pointers), ...vectors(form)], (f, ...params) => {
      const [end, to] = params as Local<"i32">[];
      const [from, factor] = split(form, params.slice(2));
      const at = f.local("i32");
      const place = (start: I32, skipped: number) =>
        skipped === 0 ? i32.add(start, at) : i32.add(i32.add(start, at), i32.mul(i32.and(at, -length), skipped));
      f.countUp(at, end, 16, () => {
        const inputs = loaded(f, form, (pointer) => place(from[pointer], fromSkipped));
        const target = f.let(place(to, toSkipped));
        multiplied(f, form.matrix, inputs, module.relaxed, factor).forEach((output, i) => {
          f.push(store.v128(target, output, i * form.toApart));
        });
      });
    }),
  );
}

function inTwoLoops(module: ModuleBuilder, form: Form): FunctionRef {
  return module.once(`transform of stretches ${JSON.stringify(form)}`, () =>
    module.function([...i32s(5 + form.pointers), ...vectors(form)], (f, ...params) => {
      const [length, count, fromStep, toStep, to] = params as Local<"i32">[];
      const [from, factor] = split(form, params.slice(5));
      const [at, target] = [f.local("i32"), f.local("i32")];
      f.while(
        () => i32.gtS(count, 0),
        () => {
          f.set(at, i32.const(0));
          f.countUp(at, length, 16, () => {
            const inputs = loaded(f, form, (pointer) => i32.add(from[pointer], at));
            f.set(target, i32.add(to, at));
            multiplied(f, form.matrix, inputs, module.relaxed, factor).forEach((output, i) => {
              f.push(store.v128(target, output, i * form.toApart));
            });
          });
          for (const pointer of from) f.step(pointer, fromStep);
          f.step(to, toStep);
          f.set(count, i32.sub(count, 1));
        },
      );
    }),
  );
}

const vectors = ({ matrix }: Form) => factorsOf(matrix).map(() => "v128" as const);

/** Parameters: where to read, and what to multiply by. */
function split({ matrix, pointers }: Form, parameters: readonly Local[]): [Local<"i32">[], Factor] {
  const factors = factorsOf(matrix);
  return [parameters.slice(0, pointers) as Local<"i32">[], (x) => parameters[pointers + factors.indexOf(x)] as Vector];
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

const i32s = (count: number) => Array.from({ length: count }, () => "i32" as const);

/** The vectors to multiply by the matrix, of the places that its pointers have come to. */
function loaded(f: FunctionBuilder, { matrix, offsets }: Form, place: (pointer: number) => I32): Vector[] {
  const first = f.let(place(0));
  return matrix[0].map((_, j) =>
    f.let(offsets === undefined ? v128.load(j === 0 ? first : place(j)) : v128.load(first, offsets[j])),
  );
}

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
  return terms.reduce<V128 | undefined>((sum, { c, x }) => {
    if (sum === undefined) return c === 1 ? x : c === -1 ? f32x4.neg(x) : f32x4.mul(x, factor(c));
    const before = f.let(sum);
    if (c === 1) return f32x4.add(before, x);
    if (c === -1) return f32x4.sub(before, x);
    return relaxed ? f32x4.relaxedMadd(x, factor(c), before) : f32x4.add(before, f32x4.mul(x, factor(c)));
  }, undefined) as V128;
}
