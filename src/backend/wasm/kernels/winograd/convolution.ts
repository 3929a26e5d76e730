import type { ConvolutionKernel, Tile } from "../../../../plan/kernel.ts";
import { productsOf, windowOf } from "../../../../plan/lower/winograd.ts";
import type { I32 } from "../../emit/code.ts";
import type { FunctionBuilder, Local, ModuleBuilder } from "../../emit/module.ts";
import { i32 } from "../../emit/ops.ts";
import { type Emitted, wholeOf } from "../emitted.ts";
import { matricesOf } from "./matrices.ts";
import { multiplyElements } from "./products.ts";
import { clearRowScratch, rowScratch, tilingOf, transformRow } from "./tiles.ts";
import { callTransform } from "./transform.ts";

/**
 * A 3×3 convolution by tiles of 4×4 or 5×5 outputs. For a few rows of tiles at a time: transform their windows of inputs,
 * multiply each of their elements by its matrix of transformed weights, transform the products back.
 */
export function emitWinogradConvolution(module: ModuleBuilder, kernel: ConvolutionKernel, tile: Tile): Emitted {
  const { channels, outputs, image, out, input, weights, output } = kernel;
  const t = tilingOf(kernel, tile, true);
  const [window, elements] = [windowOf(tile), productsOf(tile)];
  const { input: toElements, output: toOutputs } = matricesOf(tile);
  const gathered = rowScratch({ across: t.across, tile }, window, image[1], channels);
  const inputsBytes = Math.max(elements * t.inputApart, tile * window * t.outputApart);
  const inputImage = image[0] * image[1] * channels * 4;
  const outputRow = out[1] * outputs * 4;

  const emit = () =>
    module.function(["i32", "i32", "i32", "i32", "i32", "i32"], (f, from, to, x, u, y, scratch) => {
      f.if(i32.geS(from, to), () => f.return());
      const transformed = f.let(i32.add(scratch, gathered)); // [6][6][tiles][channels], later [4][6][tiles][outputs], for tiles of 4
      const products = f.let(i32.add(transformed, inputsBytes)); // [6][6][tiles][outputs]
      clearRowScratch(f, scratch, gathered);
      const [end, row, tiles] = [f.local("i32"), f.local("i32"), f.local("i32")];

      const eachRow = (body: (image: I32, tileRow: Local<"i32">, first: I32) => void) => {
        f.set(row, from);
        f.countUp(row, end, 1, () => {
          const tileRow = f.let(i32.mul(i32.remU(row, t.down), tile));
          body(f.let(i32.divU(row, t.down)), tileRow, i32.mul(i32.sub(row, from), t.across));
        });
      };
      f.while(
        () => i32.ltS(from, to),
        () => {
          f.set(end, i32.min(i32.add(from, t.rowsAtOnce), to));
          f.set(tiles, i32.mul(i32.sub(end, from), t.across));
          eachRow((n, tileRow, first) => {
            const source = {
              image: i32.add(x, i32.mul(n, inputImage)),
              row: tileRow,
              height: image[0],
              width: image[1],
              channels,
            };
            const target = f.let(i32.add(transformed, i32.mul(first, channels * 4)));
            transformRow(f, module, toElements, { across: t.across, tile }, source, scratch, target, t.inputApart);
          });

          const { inputApart, outputApart } = t;
          const sizes = { elements, tiles, channels, outputs, inputApart, outputApart };
          multiplyElements(f, module, { ...sizes, inputs: transformed, weights: u, products });

          // Over the rows of products, all tiles at once: [6][6] → [4][6].
          for (let j = 0; j < window; j++)
            callTransform(f, module, toOutputs, {
              length: i32.mul(tiles, outputs * 4),
              count: i32.const(1),
              fromStep: i32.const(0),
              toStep: i32.const(0),
              from: { first: i32.add(products, j * t.outputApart), apart: window * t.outputApart },
              to: i32.add(transformed, j * t.outputApart),
              toApart: window * t.outputApart,
            });
          eachRow((n, tileRow, first) => {
            const height = f.let(i32.min(i32.sub(out[0], tileRow), tile));
            const target = f.let(i32.add(y, i32.mul(i32.add(i32.mul(n, out[0]), tileRow), outputRow)));
            const source = f.let(i32.add(transformed, i32.mul(first, outputs * 4)));
            const r = f.let(i32.const(0));
            f.countUp(r, height, 1, () => {
              emitRow(f, module, kernel, tile, source, target);
              f.step(source, window * t.outputApart);
              f.step(target, outputRow);
            });
          });
          f.set(from, end);
        },
      );
    });
  return {
    function: module.once(JSON.stringify(["winograd", { ...kernel, input: 0, weights: 0, output: 0 }]), emit),
    parts: t.rows,
    grain: 1,
    arguments: [wholeOf(input), wholeOf(weights), wholeOf(output)],
    scratch: gathered + inputsBytes + elements * t.outputApart,
  };
}

/** Over the columns of products: one row of outputs, the last tile cut where the image ends. */
function emitRow(
  f: FunctionBuilder,
  module: ModuleBuilder,
  kernel: ConvolutionKernel,
  tile: Tile,
  source: I32,
  target: I32,
): void {
  const { out, outputs } = kernel;
  const { outputApart } = tilingOf(kernel, tile, true);
  const pixel = outputs * 4;
  const full = Math.floor(out[1] / tile);
  const rest = out[1] - full * tile;
  const part = (columns: number, first: number, count: number) =>
    callTransform(f, module, matricesOf(tile).output.slice(0, columns), {
      length: i32.const(pixel),
      count: i32.const(count),
      fromStep: i32.const(pixel),
      toStep: i32.const(tile * pixel),
      from: { first: i32.add(source, first * pixel), apart: outputApart },
      to: i32.add(target, first * tile * pixel),
      toApart: pixel,
    });
  if (full > 0) part(tile, 0, full);
  if (rest > 0) part(rest, full, 1);
}
