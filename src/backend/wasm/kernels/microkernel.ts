import type { I32, V128 } from "../emit/code.ts";
import type { FunctionBuilder, Local, ModuleBuilder } from "../emit/module.ts";
import { f32x4, i32, store, v128 } from "../emit/ops.ts";
import { routine } from "../emit/routine.ts";

/** Columns of a tile: two vectors. */
export const COLUMNS = 8;
/** Bytes between the rows of a packed panel of `COLUMNS` columns. */
export const PANEL_STEP = COLUMNS * 4;

/** What a product of a block takes: c[rows, 8] (+)= a[rows, k] · b[k, 8]; strides in bytes. */
const BLOCK = ["k", "a", "aRow", "aStep", "b", "bStep", "c", "cRow", "accumulate"] as const;

/**
 * A block of a few rows, with all sums in registers: 6 rows of two vectors where multiply-and-add is one instruction,
 * 4 otherwise, since then the products need registers too. One flat loop, not unrolled, rows ascending: engines keep
 * exactly this form free of spills.
 */
const microkernel = (rows: number) =>
  routine(`microkernel ${rows}`, BLOCK, (f, { k, a, aRow, aStep, b, bStep, c, cRow, accumulate }, module) => {
    const sums = Array.from({ length: rows }, () => [f.let(f32x4.const(0)), f.let(f32x4.const(0))]);
    const offsets = Array.from({ length: rows }, (_, row) => (row === 0 ? undefined : f.let(i32.mul(aRow, row))));
    const [left, right, x] = [f.local("v128"), f.local("v128"), f.local("v128")];
    f.while(
      () => i32.gtS(k, 0),
      () => {
        f.set(left, v128.load(b));
        f.set(right, v128.load(b, 16));
        sums.forEach((sum, row) => {
          const offset = offsets[row];
          f.set(x, v128.load32Splat(offset === undefined ? a : i32.add(a, offset)));
          f.set(sum[0], multiplyAdd(module, x, left, sum[0]));
          f.set(sum[1], multiplyAdd(module, x, right, sum[1]));
        });
        f.step(a, aStep);
        f.step(b, bStep);
        f.set(k, i32.sub(k, 1));
      },
    );
    finishBlock(f, sums, { c, cRow, accumulate });
  });

/** Writes the sums of a block [rows, 8] to c, or adds them to it. */
export function finishBlock(
  f: FunctionBuilder,
  sums: readonly (readonly V128[])[],
  { c, cRow, accumulate }: { c: Local<"i32">; cRow: I32; accumulate: I32 },
): void {
  const write = (finished: (sum: V128, at: number) => V128) => () => {
    for (const [row, sum] of sums.entries()) {
      f.push(store.v128(c, finished(sum[0], 0)));
      f.push(store.v128(c, finished(sum[1], 16), 16));
      if (row < sums.length - 1) f.step(c, cRow);
    }
  };
  f.if(
    accumulate,
    write((sum, at) => f32x4.add(v128.load(c, at), sum)),
    write((sum) => sum),
  );
}

/** Rows of which all sums fit into registers. */
export function blockRows(module: ModuleBuilder): number {
  return module.relaxed ? 6 : 4;
}

/** a · b + c, rounded once where the engine can. */
export function multiplyAdd(module: ModuleBuilder, a: V128, b: V128, c: V128): V128 {
  return module.relaxed ? f32x4.relaxedMadd(a, b, c) : f32x4.add(c, f32x4.mul(a, b));
}

/** A block of any number of rows. */
export const tallBlock = routine("tall block", ["rows", ...BLOCK], (f, { rows, a, c, ...others }, module) => {
  const block = (height: number, worth: () => I32) =>
    f.while(worth, () => {
      microkernel(height)(f, module, { a, c, ...others });
      f.step(a, i32.mul(others.aRow, height));
      f.step(c, i32.mul(others.cRow, height));
      f.set(rows, i32.sub(rows, height));
    });
  const atLeast = (count: number) => () => i32.geS(rows, count);
  if (module.relaxed) {
    // What is left over by blocks of 6 are 4 to 9 rows: 4, 5, 6, 4 + 3, 4 + 4 or 5 + 4.
    block(6, () => i32.or(i32.geS(rows, 10), i32.eq(rows, 6)));
    block(5, () => i32.or(i32.eq(rows, 9), i32.eq(rows, 5)));
  }
  for (const height of [4, 3, 2, 1]) block(height, atLeast(height));
});

/** c[rows, columns] (+)= the first columns of a tile [rows, 8]. */
export const copyTile = routine(
  "copy tile",
  ["rows", "columns", "tile", "c", "cRow", "accumulate"],
  (f, { rows, columns, tile, c, cRow, accumulate }) => {
    const row = f.local("i32");
    const column = f.local("i32");
    f.countUp(row, rows, 1, () => {
      f.set(column, i32.const(0));
      f.countUp(column, i32.shl(columns, 2), 4, () => {
        const from: I32 = i32.add(tile, column);
        const to: I32 = i32.add(c, column);
        const value = v128.load32Splat(from);
        f.if(
          accumulate,
          () => f.push(store.lane(to, f32x4.add(v128.load32Splat(to), value))),
          () => f.push(store.lane(to, value)),
        );
      });
      f.step(tile, PANEL_STEP);
      f.step(c, cRow);
    });
  },
);

/**
 * A panel of 8 columns of b, row by row; missing columns become 0. Contiguous columns are copied, contiguous rows
 * transposed four by four, others gathered.
 */
export const packPanel = routine(
  "pack panel",
  ["k", "columns", "b", "bRow", "bColumn", "to"],
  (f, { k, columns, b, bRow, bColumn, to }) => {
    const full = i32.eq(columns, COLUMNS);
    f.if(i32.and(full, i32.eq(bColumn, 4)), () => {
      f.while(
        () => i32.gtS(k, 0),
        () => {
          f.push(store.v128(to, v128.load(b)));
          f.push(store.v128(to, v128.load(b, 16), 16));
          f.step(b, bRow);
          f.step(to, PANEL_STEP);
          f.set(k, i32.sub(k, 1));
        },
      );
      f.return();
    });
    f.if(i32.and(full, i32.eq(bRow, 4)), () => {
      const [rows, columns4] = [f.local("i32"), f.let(i32.mul(bColumn, 4))];
      f.while(
        () => i32.geS(k, 4),
        () => {
          f.set(rows, b);
          for (const half of [0, 16]) {
            const lines = [0, 1, 2, 3].map((line) => f.let(v128.load(i32.add(rows, i32.mul(bColumn, line)))));
            transposed(f, lines).forEach((line, i) => {
              f.push(store.v128(to, line, half + i * PANEL_STEP));
            });
            f.step(rows, columns4);
          }
          f.step(b, 16);
          f.step(to, 4 * PANEL_STEP);
          f.set(k, i32.sub(k, 4));
        },
      );
    });
    const [from, column] = [f.local("i32"), f.local("i32")];
    f.while(
      () => i32.gtS(k, 0),
      () => {
        f.push(store.v128(to, f32x4.const(0)));
        f.push(store.v128(to, f32x4.const(0), 16));
        f.set(from, b);
        f.set(column, i32.const(0));
        f.if(i32.and(i32.eq(bColumn, 4), i32.geS(columns, 4)), () => {
          f.push(store.v128(to, v128.load(from)));
          f.set(column, i32.const(16));
          f.step(from, 16);
        });
        f.countUp(column, i32.shl(columns, 2), 4, () => {
          f.push(store.lane(i32.add(to, column), v128.load32Splat(from)));
          f.step(from, bColumn);
        });
        f.step(b, bRow);
        f.step(to, PANEL_STEP);
        f.set(k, i32.sub(k, 1));
      },
    );
  },
);

/** The columns of four rows. */
export function transposed(f: { let(value: V128): Local<"v128"> }, [a, b, c, d]: readonly V128[]): V128[] {
  const [ab, cd] = [f.let(v128.shuffle32(a, b, [0, 4, 1, 5])), f.let(v128.shuffle32(c, d, [0, 4, 1, 5]))];
  const [AB, CD] = [f.let(v128.shuffle32(a, b, [2, 6, 3, 7])), f.let(v128.shuffle32(c, d, [2, 6, 3, 7]))];
  return [
    v128.shuffle32(ab, cd, [0, 1, 4, 5]),
    v128.shuffle32(ab, cd, [2, 3, 6, 7]),
    v128.shuffle32(AB, CD, [0, 1, 4, 5]),
    v128.shuffle32(AB, CD, [2, 3, 6, 7]),
  ];
}
