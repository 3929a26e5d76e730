import type { Pair } from "../../../../graph/primitives.ts";
import type { ConvolutionKernel, Tile } from "../../../../plan/kernel.ts";
import { productsOf, windowOf } from "../../../../plan/lower/winograd.ts";
import type { I32 } from "../../emit/code.ts";
import type { FunctionBuilder, ModuleBuilder } from "../../emit/module.ts";
import { i32 } from "../../emit/ops.ts";
import { type Emitted, wholeOf } from "../emitted.ts";
import { type Matrix, matricesOf, transpose } from "./matrices.ts";
import { multiplyElements } from "./products.ts";
import { apartOf, clearRowScratch, rowScratch, transformRow } from "./tiles.ts";
import { callTransform } from "./transform.ts";

/** About how many tiles are transformed at once. */
const TILES_AT_ONCE = 64;

/**
 * A full 3×3 convolution, of an image as if it had two rows and columns of zeros on each side, by the transpose of what
 * `emitWinogradConvolution` does: y = Σ over tiles of B [U ⊙ (A x Aᵀ)] Bᵀ. Tiles are 4×4 of the image, each is spread over 6×6
 * of the output, or 5×5 over 7×7, and where two of these overlap they are added.
 */
export function emitWinogradFullConvolution(
  module: ModuleBuilder,
  kernel: ConvolutionKernel,
  tile: Tile,
  start: Pair,
): Emitted {
  const { batch, channels, outputs, image, out, input, weights, output } = kernel;
  const [window, elements] = [windowOf(tile), productsOf(tile)];
  const { input: toElements, output: toOutputs } = matricesOf(tile);
  const parts = spreadOf(toElements, tile);
  const down = Math.ceil(image[0] / tile);
  const across = Math.ceil(image[1] / tile);
  const imagesAtOnce = Math.max(1, Math.round(TILES_AT_ONCE / (down * across)));
  const most = imagesAtOnce * down * across;
  const [inputApart, outputApart] = [apartOf(most * channels * 4), apartOf(most * outputs * 4)];
  const gathered = rowScratch({ across, tile }, tile, image[1], channels);
  const pixel = outputs * 4;
  const line = across * pixel;
  const inputsBytes = Math.max(elements * inputApart, out[0] * window * line);
  const inputImage = image[0] * image[1] * channels * 4;

  const emit = () =>
    module.function(["i32", "i32", "i32", "i32", "i32", "i32"], (f, from, to, x, u, y, scratch) => {
      f.if(i32.geS(from, to), () => f.return());
      const transformed = f.let(i32.add(scratch, gathered)); // [6][6][tiles][channels], later [out][6][across][outputs], for tiles of 4
      const products = f.let(i32.add(transformed, inputsBytes)); // [6][6][tiles][outputs]
      clearRowScratch(f, scratch, gathered);
      const [end, tiles, n, row, source, half, target] = Array.from({ length: 7 }, () => f.local("i32"));
      f.while(
        () => i32.ltS(from, to),
        () => {
          f.set(end, i32.min(i32.add(from, imagesAtOnce), to));
          f.set(tiles, i32.mul(i32.sub(end, from), down * across));
          f.set(n, from);
          f.set(target, transformed);
          f.countUp(n, end, 1, () => {
            const at = f.let(i32.add(x, i32.mul(n, inputImage)));
            f.set(row, i32.const(0));
            f.countUp(row, image[0], tile, () => {
              const there = { image: at, row, height: image[0], width: image[1], channels };
              transformRow(f, module, transpose(toOutputs), { across, tile }, there, scratch, target, inputApart);
              f.step(target, across * channels * 4);
            });
          });

          const sizes = { elements, tiles, channels, outputs, inputApart, outputApart };
          multiplyElements(f, module, { ...sizes, inputs: transformed, weights: u, products });

          f.set(source, products);
          f.countUp(from, end, 1, () => {
            // Over the rows, for all columns of tiles at once: [6][down] → [out].
            const alongRows = { ...parts, tiles: down, start: start[0], extent: out[0] };
            for (let j = 0; j < window; j++)
              spread(f, module, alongRows, {
                from: i32.add(source, j * outputApart),
                elementBytes: window * outputApart,
                tileBytes: line,
                length: line,
                to: i32.add(transformed, j * line),
                apart: window * line,
              });
            f.step(source, down * line);
            // Over the columns: [6][across] → [out].
            const alongColumns = { ...parts, tiles: across, start: start[1], extent: out[1] };
            f.set(half, transformed);
            f.set(target, i32.add(y, i32.mul(from, out[0] * out[1] * pixel)));
            f.set(row, i32.const(0));
            f.countUp(row, out[0], 1, () => {
              spread(f, module, alongColumns, {
                from: half,
                elementBytes: line,
                tileBytes: pixel,
                length: pixel,
                to: target,
                apart: pixel,
              });
              f.step(half, window * line);
              f.step(target, out[1] * pixel);
            });
          });
        },
      );
    });
  return {
    function: module.once(JSON.stringify(["winograd full", { ...kernel, input: 0, weights: 0, output: 0 }]), emit),
    parts: batch,
    grain: 1,
    arguments: [wholeOf(input), wholeOf(weights), wholeOf(output)],
    scratch: gathered + inputsBytes + elements * outputApart,
  };
}

/** How the products of a tile become its neighboring outputs, along one axis. */
interface Parts {
  tile: Tile;
  /** What the products of a tile give to as many outputs of its own, without what the tile before gives to the first two. */
  own: Matrix;
  /** The same with the products of the tile before behind them. */
  joint: Matrix;
  /** The two outputs behind the last tile. */
  last: Matrix;
}

/** Of B, the transpose of what takes inputs to elements: a row for each of the outputs that a tile is spread over. */
function spreadOf(toElements: Matrix, tile: Tile): Parts {
  const rows = transpose(toElements);
  const [own, last] = [rows.slice(0, tile), rows.slice(tile)];
  return { tile, own, joint: own.map((row, i) => [...row, ...(last[i] ?? row.map(() => 0))]), last };
}

interface Line {
  /** The first product of the first tile; bytes from product to product, and from tile to tile. */
  from: I32;
  elementBytes: number;
  tileBytes: number;
  /** Bytes that lie side by side, of each product and of each output. */
  length: number;
  to: I32;
  apart: number;
}

/** Along one axis: the products of a line of tiles, spread over the `extent` outputs from number `start` on. */
function spread(
  f: FunctionBuilder,
  module: ModuleBuilder,
  { tile, own, joint, last, tiles, start, extent }: Parts & { tiles: number; start: number; extent: number },
  line: Line,
): void {
  const end = start + extent;
  const products = (of: number) =>
    own[0].map((_, i) => i32.add(line.from, i * line.elementBytes + of * line.tileBytes));
  const part = (matrix: Matrix, of: number, count: number, from: readonly I32[]) => {
    const first = Math.max(start - of * tile, 0);
    const cut = matrix.slice(first, Math.max(end - of * tile, first));
    if (cut.length === 0 || count <= 0) return;
    callTransform(f, module, cut, {
      length: i32.const(line.length),
      count: i32.const(count),
      fromStep: i32.const(line.tileBytes),
      toStep: i32.const(tile * line.apart),
      from,
      to: i32.add(line.to, (of * tile + first - start) * line.apart),
      toApart: line.apart,
    });
  };
  const whole = Math.min(tiles, Math.floor(end / tile));
  part(own, 0, 1, products(0));
  part(joint, 1, whole - 1, [...products(1), ...products(0)]);
  if (whole > 0 && whole < tiles) part(joint, whole, 1, [...products(whole), ...products(whole - 1)]);
  part(last, tiles, 1, products(tiles - 1));
}
