import type { ConvolutionSizes, Tile } from "../../../../plan/kernel.ts";
import { windowOf } from "../../../../plan/lower/winograd.ts";
import type { I32 } from "../../emit/code.ts";
import type { FunctionBuilder, ModuleBuilder } from "../../emit/module.ts";
import { i32, memory } from "../../emit/ops.ts";
import type { Matrix } from "./matrices.ts";
import { callTransform, type Walk } from "./transform.ts";

/** About how many tiles are transformed at once: their transforms stay in the second-level cache. */
const TILES_AT_ONCE = 64;

/**
 * The sizes of tiles and their transforms, all in bytes where they are about memory. `areRows`: whether tiles are the rows
 * of the products, which go through the microkernel in sixes.
 */
export function tilingOf({ batch, out, channels, outputs }: ConvolutionSizes, tile: Tile, areRows: boolean) {
  const across = Math.ceil(out[1] / tile);
  const down = Math.ceil(out[0] / tile);
  const about = Math.max(1, Math.round(TILES_AT_ONCE / across));
  const rowsAtOnce = areRows ? inSixes(about, across) : about;
  const tiles = rowsAtOnce * across;
  return {
    across,
    down,
    /** Rows of tiles in the whole batch. */
    rows: batch * down,
    rowsAtOnce,
    tiles,
    inputApart: apartOf(tiles * channels * 4),
    outputApart: apartOf(tiles * outputs * 4),
  };
}

/** As many rows of tiles or fewer, so that they are blocks of six, or of six and four: fewer than four take as long as four. */
function inSixes(most: number, across: number): number {
  for (let rows = most; rows > most / 2; rows--) if ([0, 4].includes((rows * across) % 6)) return rows;
  return most;
}

/** Distances between the transforms' elements that do not fall on the same cache sets. */
export function apartOf(bytes: number): number {
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

/** Rows of tiles in an image: how many tiles, of how many outputs each. */
interface Row {
  across: number;
  tile: Tile;
}

/** Numbers of a row of tiles: `window` neighbors for each, or as many as the image has. */
function paddedWidth({ across, tile }: Row, window: number, width: number): number {
  return Math.max(width, (across - 1) * tile + window);
}

/** Bytes of private memory for `transformRow`: a row of zeros, and the rows after the first transform. */
export function rowScratch(row: Row, window: number, width: number, channels: number): number {
  return paddedWidth(row, window, width) * channels * 4 * (1 + windowOf(row.tile));
}

/** Zeroes what `transformRow` expects to be zero; once is enough. */
export function clearRowScratch(f: FunctionBuilder, scratch: I32, bytes: number): void {
  f.push(memory.fill(scratch, i32.const(bytes)));
}

/**
 * The two-dimensional transform M d Mᵀ of a row of tiles: over the window's rows for all columns at once, then over the
 * columns of each tile. Element (i, j) of the tiles goes to `to` + (7i + j) · `elementApart` (6i for tiles of 4), tile after
 * tile.
 */
export function transformRow(
  f: FunctionBuilder,
  module: ModuleBuilder,
  matrix: Matrix,
  { across, tile }: Row,
  { image, row, height, width, channels }: Source,
  scratch: I32,
  to: I32,
  elementApart: number,
): void {
  const window = matrix[0].length;
  const elements = matrix.length;
  const pixel = channels * 4;
  const rowBytes = width * pixel;
  const padded = paddedWidth({ across, tile }, window, width) * pixel;
  const rows = f.let(i32.add(scratch, padded)); // [6 or 7][padded width][channels], the padding zero
  const zeros = f.let(scratch);
  const sources = Array.from({ length: window }, (_, j) => {
    const at = f.let(zeros);
    f.if(i32.ltS(i32.add(row, j), height), () => f.set(at, i32.add(image, i32.mul(i32.add(row, j), rowBytes))));
    return at;
  });
  const overRows = (from: Walk["from"]) =>
    callTransform(f, module, matrix, {
      length: i32.const(rowBytes),
      count: i32.const(1),
      fromStep: i32.const(0),
      toStep: i32.const(0),
      from,
      to: rows,
      toApart: padded,
    });
  f.if(
    i32.leS(i32.add(row, window), height),
    () => overRows({ first: sources[0], apart: rowBytes }),
    () => overRows(sources),
  );
  for (let i = 0; i < elements; i++)
    callTransform(f, module, matrix, {
      length: i32.const(pixel),
      count: i32.const(across),
      fromStep: i32.const(tile * pixel),
      toStep: i32.const(pixel),
      from: { first: i32.add(rows, i * padded), apart: pixel },
      to: i32.add(to, i * elements * elementApart),
      toApart: elementApart,
    });
}
