import type { ConvolutionSizes } from "../../../../plan/kernel.ts";
import { TILE, WINDOW } from "../../../../plan/lower/winograd.ts";
import type { I32 } from "../../emit/code.ts";
import type { FunctionBuilder, ModuleBuilder } from "../../emit/module.ts";
import { i32, memory } from "../../emit/ops.ts";
import type { Matrix } from "./matrices.ts";
import { callTransform } from "./transform.ts";

/** About how many tiles are transformed at once: their transforms stay in the second-level cache. */
const TILES_AT_ONCE = 64;
/** The sizes of tiles and their transforms, all in bytes where they are about memory. */
export function tilingOf({ batch, out, channels, outputs }: ConvolutionSizes) {
  const across = Math.ceil(out[1] / TILE);
  const down = Math.ceil(out[0] / TILE);
  const rowsAtOnce = Math.max(1, Math.round(TILES_AT_ONCE / across));
  const tiles = rowsAtOnce * across;
  return {
    across,
    down,
    /** Rows of tiles in the whole batch. */
    rows: batch * down,
    rowsAtOnce,
    tiles,
    inputApart: apart(tiles * channels * 4),
    outputApart: apart(tiles * outputs * 4),
  };
}

/** Distances between the transforms' elements that do not fall on the same cache sets. */
function apart(bytes: number): number {
  return Math.ceil(bytes / 4096) * 4096 + 128;
}

export interface Source {
  /** Address of the image. */
  image: I32;
  /** The first row of the tile's window; rows from `height` on count as zeros. */
  row: I32;
  height: number;
  width: number;
  channels: number;
}

/** Bytes of private memory for `transformRow`: a row of zeros, and the rows after the first transform. */
export function rowScratch(across: number, window: number, width: number, channels: number): number {
  const padded = Math.max(width, paddedWidth(across, window)) * channels * 4;
  return padded * (1 + WINDOW);
}

function paddedWidth(across: number, window: number): number {
  return (across - 1) * TILE + window;
}

/** Zeroes what `transformRow` expects to be zero; once is enough. */
export function clearRowScratch(f: FunctionBuilder, scratch: I32, bytes: number): void {
  f.push(memory.fill(scratch, i32.const(bytes)));
}

/**
 * The two-dimensional transform M d Mᵀ of a row of tiles: over the window's rows for all columns at once, then over the
 * columns of each tile. Element (i, j) of the tiles goes to `to` + (6i + j) · `elementApart`, tile after tile.
 */
export function transformRow(
  f: FunctionBuilder,
  module: ModuleBuilder,
  matrix: Matrix,
  across: number,
  { image, row, height, width, channels }: Source,
  scratch: I32,
  to: I32,
  elementApart: number,
): void {
  const window = matrix[0].length;
  const pixel = channels * 4;
  const rowBytes = width * pixel;
  const padded = Math.max(width, paddedWidth(across, window)) * pixel;
  const rows = f.let(i32.add(scratch, padded)); // [6][padded width][channels], the padding zero
  const zeros = f.let(scratch);
  const sources = Array.from({ length: window }, (_, j) => {
    const at = f.let(zeros);
    f.if(i32.ltS(i32.add(row, j), height), () => f.set(at, i32.add(image, i32.mul(i32.add(row, j), rowBytes))));
    return at;
  });
  const one = i32.const(1);
  const none = i32.const(0);
  const overRows = (from: readonly I32[] | I32) =>
    callTransform(f, module, matrix, {
      length: i32.const(rowBytes),
      count: one,
      fromStep: none,
      toStep: none,
      from,
      fromApart: rowBytes,
      to: rows,
      toApart: padded,
    });
  f.if(
    i32.leS(i32.add(row, window), height),
    () => overRows(sources[0]),
    () => overRows(sources),
  );
  for (let i = 0; i < WINDOW; i++)
    callTransform(f, module, matrix, {
      length: i32.const(pixel),
      count: i32.const(across),
      fromStep: i32.const(TILE * pixel),
      toStep: i32.const(pixel),
      from: i32.add(rows, i * padded),
      fromApart: pixel,
      to: i32.add(to, i * WINDOW * elementApart),
      toApart: elementApart,
    });
}
