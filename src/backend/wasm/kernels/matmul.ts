import type { MatmulKernel } from "../../../plan/kernel.ts";
import type { I32 } from "../emit/code.ts";
import type { FunctionBuilder, Local, ModuleBuilder } from "../emit/module.ts";
import { i32, memory } from "../emit/ops.ts";
import { type Emitted, wholeOf } from "./emitted.ts";
import { COLUMNS, copyTile, PANEL_STEP, packPanel, tallBlock } from "./microkernel.ts";

/** Inner products are summed in blocks of this length, so that a packed panel stays in the first-level cache. */
const K_BLOCK = 256;
/** Rows of a whose block [rows, K_BLOCK] stays in the second-level cache. */
const ROW_BLOCK = 192;
/** Columns packed at once when there are more rows than that. */
const COLUMN_BLOCK = 512;

/** Panels that are enough to share: then each thread packs its own alone. Sharing rows, every thread packs all of b. */
const MANY_PANELS = 16;
/** Fewer rows are not shared: the microkernel takes 6 at a time, so that a thread would have a handful of calls. */
const FEW_ROWS = 32;

/** c = a · b: b is packed panel by panel, a is read where it lies, transposed or not. */
export function emitMatmul(module: ModuleBuilder, kernel: MatmulKernel): Emitted {
  const { batch, m, n, k, a, b, out } = kernel;
  const panels = Math.ceil(n / COLUMNS);
  const split = batch > 1 ? "batch" : panels >= MANY_PANELS || m < FEW_ROWS ? "columns" : "rows";
  const packedColumns = Math.min(m <= ROW_BLOCK ? COLUMNS : COLUMN_BLOCK, panels * COLUMNS);
  const packedBytes = packedColumns * Math.min(k, K_BLOCK) * 4;
  const sizes = { m, n, k, a: a.strides, b: b.strides, packedColumns, packedBytes, split };

  const emit = () =>
    module.function(["i32", "i32", "i32", "i32", "i32", "i32"], (f, from, to, aAt, bAt, cAt, scratch) => {
      const part = new MatrixProduct(f, module, kernel, sizes, scratch);
      if (split === "columns") part.emit(aAt, bAt, cAt, [i32.const(0), i32.const(m)], [from, to]);
      else if (split === "rows") part.emit(aAt, bAt, cAt, [from, to], [i32.const(0), i32.const(panels)]);
      else {
        const [A, B, C] = [f.local("i32"), f.local("i32"), f.local("i32")];
        f.countUp(from, to, 1, () => {
          f.set(A, i32.add(aAt, i32.mul(from, a.strides[0] * 4)));
          f.set(B, i32.add(bAt, i32.mul(from, b.strides[0] * 4)));
          f.set(C, i32.add(cAt, i32.mul(from, m * n * 4)));
          part.emit(A, B, C, [i32.const(0), i32.const(m)], [i32.const(0), i32.const(panels)]);
        });
      }
    });
  return {
    function: module.once(JSON.stringify(["matmul", batch, sizes]), emit),
    parts: { batch, columns: panels, rows: m }[split],
    grain: split === "rows" ? 6 : 1,
    arguments: [a, b, wholeOf(out)],
    scratch: packedBytes + Math.max(1, Math.min(m, ROW_BLOCK)) * PANEL_STEP, // never 0: the code takes its address
  };
}

interface Sizes {
  packedColumns: number;
  packedBytes: number;
}

/** The blocked loops over one product. */
class MatrixProduct {
  readonly #f: FunctionBuilder;
  readonly #module: ModuleBuilder;
  readonly #kernel: MatmulKernel;
  readonly #sizes: Sizes;
  readonly #packed: I32;
  readonly #tile: I32;

  constructor(f: FunctionBuilder, module: ModuleBuilder, kernel: MatmulKernel, sizes: Sizes, scratch: I32) {
    this.#f = f;
    this.#module = module;
    this.#kernel = kernel;
    this.#sizes = sizes;
    this.#packed = scratch;
    this.#tile = i32.add(scratch, sizes.packedBytes);
  }

  /** Rows [from, to) and panels [from, to) of c. */
  emit(a: I32, b: I32, c: I32, [rowFrom, rowTo]: readonly [I32, I32], [panelFrom, panelTo]: readonly [I32, I32]): void {
    const f = this.#f;
    const { k } = this.#kernel;
    const { packedColumns } = this.#sizes;
    if (k === 0) {
      this.#zero(c);
      return;
    }
    const [block, blockEnd, row, rowEnd] = [f.local("i32"), f.local("i32"), f.local("i32"), f.local("i32")];
    f.set(block, panelFrom);
    f.countUp(block, panelTo, packedColumns / COLUMNS, () => {
      f.set(blockEnd, i32.min(i32.add(block, packedColumns / COLUMNS), panelTo));
      for (let k0 = 0; k0 < k; k0 += K_BLOCK) {
        const depth = Math.min(K_BLOCK, k - k0);
        this.#pack(b, block, blockEnd, k0, depth);
        f.set(row, rowFrom);
        f.countUp(row, rowTo, ROW_BLOCK, () => {
          f.set(rowEnd, i32.min(i32.add(row, ROW_BLOCK), rowTo));
          this.#multiply(a, c, row, rowEnd, block, blockEnd, k0, depth);
        });
      }
    });
  }

  /** Panels [block, blockEnd) of rows k0 … of b, side by side. */
  #pack(b: I32, block: I32, blockEnd: I32, k0: number, depth: number): void {
    const f = this.#f;
    const [, bRow, bColumn] = this.#kernel.b.strides.map((stride) => stride * 4);
    const panel = f.let(block);
    const to = f.let(this.#packed);
    f.countUp(panel, blockEnd, 1, () => {
      const from = i32.add(i32.add(b, k0 * bRow), i32.mul(panel, COLUMNS * bColumn));
      packPanel(f, this.#module, { k: depth, columns: this.#columns(panel), b: from, bRow, bColumn, to });
      f.step(to, depth * PANEL_STEP);
    });
  }

  #multiply(a: I32, c: I32, row: I32, rowEnd: I32, block: I32, blockEnd: I32, k0: number, depth: number): void {
    const f = this.#f;
    const { n } = this.#kernel;
    const [, aRow, aStep] = this.#kernel.a.strides.map((stride) => stride * 4);
    const panel = f.let(block);
    const packed = f.let(this.#packed);
    const rows = f.let(i32.sub(rowEnd, row));
    const from = f.let(i32.add(i32.add(a, i32.mul(row, aRow)), k0 * aStep));
    const to = f.local("i32");
    const accumulate = i32.const(k0 > 0 ? 1 : 0);
    const multiply = (c: I32, cRow: number, sum: I32) =>
      tallBlock(f, this.#module, {
        rows,
        k: depth,
        a: from,
        aRow,
        aStep,
        b: packed,
        bStep: PANEL_STEP,
        c,
        cRow,
        accumulate: sum,
      });
    f.countUp(panel, blockEnd, 1, () => {
      f.set(to, i32.add(i32.add(c, i32.mul(row, n * 4)), i32.mul(panel, PANEL_STEP)));
      if (n % COLUMNS === 0) multiply(to, n * 4, accumulate);
      else
        f.if(
          i32.eq(panel, Math.floor(n / COLUMNS)),
          () => {
            multiply(this.#tile, PANEL_STEP, i32.const(0));
            copyTile(f, this.#module, { rows, columns: n % COLUMNS, tile: this.#tile, c: to, cRow: n * 4, accumulate });
          },
          () => multiply(to, n * 4, accumulate),
        );
      f.step(packed, depth * PANEL_STEP);
    });
  }

  /** How many columns of a panel there are. */
  #columns(panel: Local<"i32">): I32 {
    return i32.min(i32.sub(this.#kernel.n, i32.mul(panel, COLUMNS)), COLUMNS);
  }

  /** Sums of nothing. */
  #zero(c: I32): void {
    const { m, n } = this.#kernel;
    this.#f.push(memory.fill(c, m * n * 4));
  }
}
