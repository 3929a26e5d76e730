import { stridesOf } from "../../../graph/shape.ts";
import { filled, type Tensor } from "../../../graph/tensor.ts";
import type { Buffer, MapKernel } from "../../kernel.ts";
import { identityPlace } from "../access.ts";
import type { Lowering } from "../lowering.ts";
import { Terms } from "../terms.ts";
import { isAddedUp } from "./is-added-up.ts";

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
 * Large windows would be large code, and are added up tap by tap.
 */
export function unwindow(lowering: Lowering, node: Tensor<"unwindow">, buffer: Buffer): void {
  const [operand] = node.operands;
  const [batch, rows, down, columns, across, channels] = operand.shape;
  const { stride } = node.attributes;
  const { slice, start } = lowering.cropOf(node) ?? { slice: node, start: [0, 0] };
  const [, height, width] = slice.shape;
  const [image, row, column] = stridesOf(slice.shape);
  const strides = [image, stride[0] * row, row, stride[1] * column, column, 1];
  if (!isAddedUp(node)) {
    const apart = down <= stride[0] && across <= stride[1];
    if (!apart || rows * down !== height || columns * across !== width) lowering.kernels.push({ kind: "fill", buffer });
    for (let i = 0; i < (apart ? 1 : down); i++)
      for (let j = 0; j < (apart ? 1 : across); j++) {
        const tap = operand.slice([0, 0, i, 0, j, 0], [batch, rows, 1, columns, 1, channels]);
        lowering.map(apart ? operand : tap, { buffer, offset: i * row + j * column, strides }, { accumulate: !apart });
      }
    return;
  }
  for (const y of alike(height, down, stride[0], rows, start[0]))
    for (const x of alike(width, across, stride[1], columns, start[1])) {
      const extents = [batch, y.count, 1, x.count, 1, channels];
      const terms = new Terms(lowering, extents);
      const stores: MapKernel["stores"][number][] = [];
      y.taps.forEach((vertical, i) => {
        x.taps.forEach((horizontal, j) => {
          const taps = vertical.flatMap((v) =>
            horizontal.map((h) => operand.slice([0, v.window, v.tap, h.window, h.tap, 0], extents)),
          );
          const sum = taps.length === 0 ? filled(extents, 0) : taps.reduce((a, b) => a.add(b));
          const view = { buffer, offset: (y.first + i) * row + (x.first + j) * column, strides };
          stores.push({ term: terms.at(sum, identityPlace(extents)), view, accumulate: false });
        });
      });
      lowering.kernels.push({ kind: "map", extents, terms: terms.list, stores });
    }
}

/** The pixels of an axis, from `start` on: window r reaches stride · r + i by its tap i. */
function alike(size: number, taps: number, stride: number, windows: number, start: number): Pixels[] {
  const all: Pixels[] = [];
  for (let first = 0; first < size; first += stride) {
    const reaching = Array.from({ length: Math.min(stride, size - first) }, (_, i) =>
      Array.from({ length: taps }, (_, tap) => ({ tap, window: (start + first + i - tap) / stride })).filter(
        ({ window }) => window >= 0 && window < windows && Number.isInteger(window),
      ),
    );
    const last = all.at(-1);
    if (last !== undefined && tapsOf(last) === tapsOf({ taps: reaching })) last.count++;
    else all.push({ first, count: 1, taps: reaching });
  }
  return all;
}

function tapsOf({ taps }: Pick<Pixels, "taps">): string {
  return `${taps.map((some) => `${some.map(({ tap }) => tap)};`)}`;
}
