import type { Pair } from "../../../../graph/primitives.ts";
import type { ConvolutionKernel, Tile } from "../../../../plan/kernel.ts";
import { windowOf } from "../../../../plan/lower/images/winograd.ts";
import type { I32 } from "../../emit/code.ts";
import type { FunctionBuilder, ModuleBuilder } from "../../emit/module.ts";
import { i32 } from "../../emit/ops.ts";
import { type Emitted, wholeOf } from "../emitted.ts";
import { type Matrix, matricesOf, transpose } from "./matrices.ts";
import { multiplyElements } from "./products.ts";
import { apartOf, clearRows, overColumns, overRows, paddedWidth, rowsAtOnceOf, rowsOf } from "./tiles.ts";
import { callTransform } from "./transform.ts";

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
  const window = windowOf(tile);
  const { input: toElements, output: toOutputs } = matricesOf(tile);
  const toProducts = transpose(toOutputs);
  const parts = spreadOf(toElements, tile);
  const [down, across] = [Math.ceil(image[0] / tile), Math.ceil(image[1] / tile)];
  const most = rowsAtOnceOf(kernel, across);
  const imagesAtOnce = Math.max(1, Math.round(most / down));
  const rowsAtOnce = Math.min(most, imagesAtOnce * down);
  const [pixel, outputPixel] = [channels * 4, outputs * 4];
  const [inputApart, outputApart] = [apartOf(rowsAtOnce * across * pixel), apartOf(rowsAtOnce * across * outputPixel)];
  const inputs = rowsOf(window, imagesAtOnce * down, paddedWidth({ across, tile }, tile, image[1]), image[1], pixel);
  const line = out[1] * outputPixel;
  const halfApart = imagesAtOnce * down * line + 128;
  const inputImage = image[0] * image[1] * pixel;

  const emit = () =>
    module.function(["i32", "i32", "i32", "i32", "i32", "i32"], (f, from, to, x, u, y, scratch) => {
      f.if(i32.geS(from, to), () => f.return());
      const rows = f.let(scratch); // [6][rows of tiles][padded width][channels], for tiles of 4
      const transformed = f.let(i32.add(scratch, inputs.bytes)); // [6][tiles][channels]
      const products = f.let(i32.add(transformed, window * inputApart)); // [6][tiles][outputs]
      const half = f.let(i32.add(products, window * outputApart)); // [6][rows of tiles][out width][outputs]
      clearRows(f, scratch, inputs);
      const [end, n, row, last, count, i, w, a, b] = Array.from({ length: 9 }, () => f.local("i32"));
      f.while(
        () => i32.ltS(from, to),
        () => {
          f.set(end, i32.min(i32.add(from, imagesAtOnce), to));
          f.set(n, from);
          f.set(a, rows);
          f.countUp(n, end, 1, () => {
            const at = f.let(i32.add(x, i32.mul(n, inputImage)));
            f.set(row, i32.const(0));
            f.countUp(row, image[0], tile, () => {
              const source = {
                image: at,
                row,
                lastRow: (down - 1) * tile,
                height: image[0],
                width: image[1],
                channels,
              };
              overRows(f, module, toProducts, source, a, inputs.apart);
              f.step(a, inputs.line);
            });
          });

          f.set(last, i32.mul(i32.sub(end, from), down));
          f.set(row, i32.const(0));
          f.countUp(row, last, rowsAtOnce, () => {
            f.set(count, i32.min(i32.sub(last, row), rowsAtOnce));
            f.set(i, i32.const(0));
            f.set(w, u);
            f.countUp(i, window, 1, () => {
              overColumns(
                f,
                module,
                toProducts,
                { count, row: { across, tile } },
                {
                  from: i32.add(i32.add(rows, i32.mul(i, inputs.apart)), i32.mul(row, inputs.line)),
                  line: inputs.line,
                  to: transformed,
                  apart: inputApart,
                  pixel,
                },
              );
              const sizes = {
                elements: window,
                tiles: i32.mul(count, across),
                channels,
                outputs,
                inputApart,
                outputApart,
              };
              multiplyElements(f, module, { ...sizes, inputs: transformed, weights: w, products });
              f.step(w, window * channels * outputPixel);
              // Over the columns of each row: [6][across] → [out].
              f.set(a, products);
              f.set(b, i32.add(i32.add(half, i32.mul(i, halfApart)), i32.mul(row, line)));
              f.set(n, i32.const(0));
              f.countUp(n, count, 1, () => {
                spread(
                  f,
                  module,
                  { ...parts, tiles: across, start: start[1], extent: out[1] },
                  {
                    from: a,
                    elementBytes: outputApart,
                    tileBytes: outputPixel,
                    length: outputPixel,
                    to: b,
                    apart: outputPixel,
                  },
                );
                f.step(a, across * outputPixel);
                f.step(b, line);
              });
            });
          });

          // Over the rows of each image: [6][down] → [out].
          f.set(a, half);
          f.countUp(from, end, 1, () => {
            spread(
              f,
              module,
              { ...parts, tiles: down, start: start[0], extent: out[0] },
              {
                from: a,
                elementBytes: halfApart,
                tileBytes: line,
                length: line,
                to: f.let(i32.add(y, i32.mul(from, out[0] * line))),
                apart: line,
              },
            );
            f.step(a, down * line);
          });
        },
      );
    });
  return {
    function: module.once(JSON.stringify(["winograd full", { ...kernel, input: 0, weights: 0, output: 0 }]), emit),
    parts: batch,
    grain: 1,
    arguments: [wholeOf(input), wholeOf(weights), wholeOf(output)],
    scratch: inputs.bytes + window * (inputApart + outputApart + halfApart),
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
  const products = own[0].map((_, i) => i * line.elementBytes);
  const behind = products.map((at) => at + line.tileBytes);
  /** `first`: the number of the tile whose products come first. */
  const part = (matrix: Matrix, of: number, count: number, first: number, offsets: readonly number[]) => {
    const skipped = Math.max(start - of * tile, 0);
    const cut = matrix.slice(skipped, Math.max(end - of * tile, skipped));
    if (cut.length === 0 || count <= 0) return;
    callTransform(f, module, cut, {
      length: line.length,
      count: count,
      fromStep: line.tileBytes,
      toStep: tile * line.apart,
      from: i32.add(line.from, first * line.tileBytes),
      offsets,
      to: i32.add(line.to, (of * tile + skipped - start) * line.apart),
      toApart: line.apart,
    });
  };
  const whole = Math.min(tiles, Math.floor(end / tile));
  const joined = [...behind, ...products];
  part(own, 0, 1, 0, products);
  part(joint, 1, whole - 1, 0, joined);
  if (whole > 0 && whole < tiles) part(joint, whole, 1, whole - 1, joined);
  part(last, tiles, 1, tiles - 1, products);
}
