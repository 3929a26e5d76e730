import type { I32, V128 } from "../../emit/code.ts";
import type { FunctionBuilder, FunctionRef, Local, ModuleBuilder } from "../../emit/module.ts";
import { f32x4, i32, store, v128 } from "../../emit/ops.ts";
import type { Matrix } from "./matrices.ts";

/** How a transform walks: `count` stretches of `length` bytes each, from every source to every target. */
export interface Walk {
  length: I32;
  count: I32;
  /** Bytes between the starts of neighboring stretches. */
  fromStep: I32;
  toStep: I32;
  /** One address for each column of the matrix, or the first of them, the others `apart` bytes from one another. */
  from: readonly I32[] | { first: I32; apart: number };
  /** Row i of the result goes to `to` + i · `toApart`. */
  to: I32;
  toApart: number;
}

/** Multiplies a constant matrix with vectors whose elements lie in different places: out[i] = Σⱼ matrix[i][j] · in[j]. */
export function callTransform(f: FunctionBuilder, module: ModuleBuilder, matrix: Matrix, walk: Walk): void {
  const { length, count, fromStep, toStep, from, to, toApart } = walk;
  const [pointers, apart] = "first" in from ? [[from.first], from.apart] : [from, undefined];
  f.call(transform(module, matrix, apart, toApart), [length, count, fromStep, toStep, to, ...pointers]);
}

/** Distances that are known are part of the code, where they cost no additions and no registers. */
function transform(module: ModuleBuilder, matrix: Matrix, fromApart: number | undefined, toApart: number): FunctionRef {
  const pointers = fromApart === undefined ? matrix[0].length : 1;
  return module.once(`transform ${JSON.stringify([matrix, fromApart, toApart])}`, () =>
    module.function(
      [...(["i32", "i32", "i32", "i32", "i32"] as const), ...Array.from({ length: pointers }, () => "i32" as const)],
      (f, ...params) => {
        const [length, count, fromStep, toStep, to, ...from] = params;
        const [at, target] = [f.local("i32"), f.local("i32")];
        f.while(
          () => i32.gtS(count, 0),
          () => {
            f.set(at, i32.const(0));
            f.countUp(at, length, 16, () => {
              const first = f.let(i32.add(from[0], at));
              const inputs = matrix[0].map((_, j) =>
                f.let(
                  fromApart === undefined
                    ? v128.load(j === 0 ? first : i32.add(from[j], at))
                    : v128.load(first, j * fromApart),
                ),
              );
              f.set(target, i32.add(to, at));
              multiplied(f, module, matrix, inputs).forEach((output, i) => {
                f.push(store.v128(target, output, i * toApart));
              });
            });
            for (const pointer of from) f.step(pointer, fromStep);
            f.step(to, toStep);
            f.set(count, i32.sub(count, 1));
          },
        );
      },
    ),
  );
}

type Vector = Local<"v128">;

/** The rows of matrix · inputs, each sum of a pair of rows or columns that differ in signs alone computed once. */
function multiplied(f: FunctionBuilder, module: ModuleBuilder, matrix: Matrix, inputs: readonly Vector[]): V128[] {
  const joined = joinColumns(f, matrix, inputs);
  const rows: V128[] = [];
  for (let i = 0; i < joined.matrix.length; i++) {
    const [row, next] = [joined.matrix[i], joined.matrix[i + 1]];
    const paired =
      next !== undefined && row.every((x, j) => Math.abs(x) === Math.abs(next[j])) && row.some((x, j) => x !== next[j]);
    if (!paired) {
      rows.push(linear(f, module, row, joined.inputs));
      continue;
    }
    const even = f.let(
      linear(
        f,
        module,
        row.map((x, j) => (x === next[j] ? x : 0)),
        joined.inputs,
      ),
    );
    const odd = f.let(
      linear(
        f,
        module,
        row.map((x, j) => (x === next[j] ? 0 : x)),
        joined.inputs,
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
  module: ModuleBuilder,
  coefficients: readonly number[],
  inputs: readonly Vector[],
): V128 {
  const terms = coefficients.flatMap((c, j) => (c === 0 ? [] : [{ c, x: inputs[j] }]));
  // Begin with a coefficient of 1 where there is one: nothing to multiply.
  terms.sort((p, q) => Math.abs(Math.abs(p.c) - 1) - Math.abs(Math.abs(q.c) - 1));
  return terms.reduce<V128 | undefined>((sum, { c, x }) => {
    if (sum === undefined) return c === 1 ? x : c === -1 ? f32x4.neg(x) : f32x4.mul(x, f32x4.const(c));
    const before = f.let(sum);
    if (c === 1) return f32x4.add(before, x);
    if (c === -1) return f32x4.sub(before, x);
    const factor = f32x4.const(c);
    return module.relaxed ? f32x4.relaxedMadd(x, factor, before) : f32x4.add(before, f32x4.mul(x, factor));
  }, undefined) as V128;
}
