import { stridesOf } from "../../graph/shape.ts";
import { filled, type Tensor } from "../../graph/tensor.ts";
import type { Buffer, MapKernel } from "../kernel.ts";
import { identityPlace } from "./access.ts";
import type { Lowering } from "./lowering.ts";
import { Terms } from "./terms.ts";

/** Taps that one map adds: those of 3×3. */
const TAPS = 9;

/** Along one axis, as many neighboring pixels as a stride has, and those after them that are reached alike. */
interface Pixels {
  first: number;
  /** How often. */
  count: number;
  /** For each of the neighbors: the taps that reach it, and from which window on. */
  taps: { tap: number; window: number }[][];
}

/**
 * Windows that do not overlap are stored at their places. Of others, each pixel sums what reaches it, tap by tap: as many
 * neighboring pixels as a stride has in one map, for they are reached from the same windows; the edges have maps of their own.
 */
export function unwindow(lowering: Lowering, node: Tensor<"unwindow">, buffer: Buffer): void {
  const [operand] = node.operands;
  const [batch, rows, down, columns, across, channels] = operand.shape;
  const { stride } = node.attributes;
  const [, height, width] = node.shape;
  const [image, row, column] = stridesOf(node.shape);
  const strides = [image, stride[0] * row, row, stride[1] * column, column, 1];
  if (down <= stride[0] && across <= stride[1]) {
    if (rows * down !== height || columns * across !== width) lowering.kernels.push({ kind: "fill", buffer });
    lowering.map(operand, { buffer, offset: 0, strides });
    return;
  }
  for (const y of alike(height, down, stride[0], rows))
    for (const x of alike(width, across, stride[1], columns)) {
      const extents = [batch, y.count, 1, x.count, 1, channels];
      const maps = new Maps(lowering, extents);
      y.taps.forEach((vertical, i) => {
        x.taps.forEach((horizontal, j) => {
          const view = { buffer, offset: (y.first + i) * row + (x.first + j) * column, strides };
          const taps = vertical.flatMap((v) =>
            horizontal.map((h) => operand.slice([0, v.window, v.tap, h.window, h.tap, 0], extents)),
          );
          if (taps.length === 0) maps.store([filled(extents, 0)], { view, accumulate: false });
          for (let from = 0; from < taps.length; from += TAPS)
            maps.store(taps.slice(from, from + TAPS), { view, accumulate: from > 0 });
        });
      });
    }
}

/** Maps over the same indices, each of so many taps at most. */
class Maps {
  readonly #lowering: Lowering;
  readonly #extents: readonly number[];
  #terms: Terms;
  #stores: MapKernel["stores"][number][] = [];
  #taps = TAPS;

  constructor(lowering: Lowering, extents: readonly number[]) {
    this.#lowering = lowering;
    this.#extents = extents;
    this.#terms = new Terms(lowering, extents);
  }

  /** Stores the sum of some taps, or adds it. */
  store(taps: readonly Tensor[], target: Omit<MapKernel["stores"][number], "term">): void {
    this.#taps += taps.length;
    if (this.#taps > TAPS) {
      this.#taps = taps.length;
      this.#terms = new Terms(this.#lowering, this.#extents);
      this.#stores = [];
      this.#lowering.kernels.push({
        kind: "map",
        extents: this.#extents,
        terms: this.#terms.list,
        stores: this.#stores,
      });
    }
    const sum = taps.reduce((a, b) => a.add(b));
    this.#stores.push({ term: this.#terms.at(sum, identityPlace(this.#extents)), ...target });
  }
}

/** The pixels of an axis: window r reaches stride · r + i by its tap i. */
function alike(size: number, taps: number, stride: number, windows: number): Pixels[] {
  const all: Pixels[] = [];
  const among = Array.from({ length: taps }, (_, tap) => tap);
  for (let first = 0; first < size; first += stride) {
    const reaching = Array.from({ length: Math.min(stride, size - first) }, (_, i) =>
      among
        .map((tap) => ({ tap, window: (first + i - tap) / stride }))
        .filter(({ window }) => Number.isInteger(window) && window >= 0 && window < windows),
    );
    const last = all.at(-1);
    if (last !== undefined && tapsOf(last.taps) === tapsOf(reaching)) last.count++;
    else all.push({ first, count: 1, taps: reaching });
  }
  return all;
}

function tapsOf(taps: Pixels["taps"]): string {
  return taps.map((some) => some.map(({ tap }) => tap)).join(";");
}
