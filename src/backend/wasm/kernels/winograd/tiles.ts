import type { ConvolutionSizes, Tile } from "../../../../plan/kernel.ts";
import type { I32 } from "../../emit/code.ts";
import type { FunctionBuilder, ModuleBuilder } from "../../emit/module.ts";
import { i32, memory } from "../../emit/ops.ts";
import type { Matrix } from "./matrices.ts";
import { callTransform, inSteps } from "./transform.ts";

/** Weights of one element that are read again for every few tiles. */
const FEW_WEIGHTS = 1 << 15;

/**
 * About how many tiles go through all transforms together. A row of elements, 6 of 24 tiles, fits the first-level cache, all
 * that lies between transforms the second-level one. Where weights are many, they are the most that is read.
 */
function tilesAtOnce({ channels, outputs }: Pick<ConvolutionSizes, "channels" | "outputs">): number {
  return channels * outputs <= FEW_WEIGHTS ? 24 : 64;
}

/** The same for weight gradients, whose sums are read and written once for all these tiles. */
const TILES_OF_GRADIENT = 64;

/** Rows of `across` tiles to take at once as rows of products, which go through the microkernel in sixes. */
export function rowsAtOnceOf(sizes: Pick<ConvolutionSizes, "channels" | "outputs">, across: number): number {
  return inSixes(Math.max(1, Math.round(tilesAtOnce(sizes) / across)), across);
}

/**
 * The sizes of tiles and their transforms, all in bytes where they are about memory. `areRows`: whether tiles are the rows
 * of the products.
 */
export function tilingOf(sizes: ConvolutionSizes, tile: Tile, areRows: boolean) {
  const { batch, out, channels, outputs } = sizes;
  const across = Math.ceil(out[1] / tile);
  const down = Math.ceil(out[0] / tile);
  const rowsAtOnce = areRows ? rowsAtOnceOf(sizes, across) : Math.max(1, Math.round(TILES_OF_GRADIENT / across));
  const tiles = rowsAtOnce * across;
  return {
    across,
    down,
    /** Rows of tiles in the whole batch. */
    rows: batch * down,
    rowsAtOnce,
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

interface Source {
  /** Address of the image. */
  image: I32;
  /** The first row of the tile's window, and of the last tile's, of whose window only what the image has is read. */
  row: I32;
  lastRow: number;
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
export function paddedWidth({ across, tile }: Row, window: number, width: number): number {
  return Math.max(width, (across - 1) * tile + window);
}

/** The transform over the rows of a row of tiles' windows, for all columns at once: row i of the result goes to `to` + i · `apart`. */
export function overRows(
  f: FunctionBuilder,
  module: ModuleBuilder,
  matrix: Matrix,
  { image, row, lastRow, height, width, channels }: Source,
  to: I32,
  apart: number,
): void {
  const rowBytes = width * channels * 4;
  const of = (part: Matrix) => () =>
    callTransform(f, module, part, {
      length: rowBytes,
      from: i32.add(image, i32.mul(row, rowBytes)),
      offsets: inSteps(rowBytes, part),
      to,
      toApart: apart,
    });
  const left = height - lastRow;
  if (left >= matrix[0].length) of(matrix)();
  else f.if(i32.ltS(row, lastRow), of(matrix), of(matrix.map((coefficients) => coefficients.slice(0, left))));
}

/** Rows of tiles after the transform over their rows: [6 or 7][rows of tiles][padded width][channels]. */
interface Rows {
  /** Bytes of a row of tiles. */
  line: number;
  /** Bytes from element to element. */
  apart: number;
  bytes: number;
  padded: boolean;
}

export function rowsOf(elements: number, rowsAtOnce: number, padded: number, width: number, pixel: number): Rows {
  const line = padded * pixel;
  const apart = rowsAtOnce * line + 128;
  return { line, apart, bytes: elements * apart, padded: padded > width };
}

/** Zeroes what is behind the image's columns, which nobody writes; once is enough. */
export function clearRows(f: FunctionBuilder, at: I32, { bytes, padded }: Rows): void {
  if (padded) f.push(memory.fill(at, i32.const(bytes)));
}

/**
 * The transform over the columns of the tiles of some rows, for one row of elements: element j of the tiles goes to
 * `to` + j · `apart`, tile after tile.
 */
export function overColumns(
  f: FunctionBuilder,
  module: ModuleBuilder,
  matrix: Matrix,
  { count, row: { across, tile } }: { count: I32; row: Row },
  { from, line, to, apart, pixel }: { from: I32; line: number; to: I32; apart: number; pixel: number },
): void {
  const [rest, source, target] = [f.let(count), f.let(from), f.let(to)];
  f.while(
    () => i32.gtS(rest, 0),
    () => {
      callTransform(f, module, matrix, {
        length: pixel,
        count: across,
        fromStep: tile * pixel,
        toStep: pixel,
        from: source,
        offsets: inSteps(pixel, matrix),
        to: target,
        toApart: apart,
      });
      f.step(source, line);
      f.step(target, across * pixel);
      f.set(rest, i32.sub(rest, 1));
    },
  );
}
