import type { ConvolutionKernel, Tile } from "../../../../plan/kernel.ts";
import { windowOf } from "../../../../plan/lower/images/winograd.ts";
import type { ModuleBuilder } from "../../emit/module.ts";
import { i32 } from "../../emit/ops.ts";
import { type Emitted, wholeOf } from "../emitted.ts";
import { matricesOf } from "./matrices.ts";
import { multiplyElements } from "./products.ts";
import { clearRows, overColumns, overRows, paddedWidth, rowsOf, tilingOf } from "./tiles.ts";
import { callTransform, inSteps } from "./transform.ts";

/**
 * A 3×3 convolution by tiles of 4×4 or 5×5 outputs. For a few rows of tiles at a time: transform their windows of inputs over
 * the rows; then, for one row of elements after the other, transform over the columns, multiply each element by its matrix of
 * transformed weights, and transform back over the columns, all in the first-level cache; last, transform back over the rows.
 */
export function emitWinogradConvolution(module: ModuleBuilder, kernel: ConvolutionKernel, tile: Tile): Emitted {
  const { channels, outputs, image, out, input, weights, output } = kernel;
  const t = tilingOf(kernel, tile, true);
  const window = windowOf(tile);
  const { input: toElements, output: toOutputs } = matricesOf(tile);
  const [pixel, outputPixel] = [channels * 4, outputs * 4];
  const tileRow = { across: t.across, tile };
  const inputs = rowsOf(window, t.rowsAtOnce, paddedWidth(tileRow, window, image[1]), image[1], pixel);
  const halfRow = t.across * tile * outputPixel;
  const halfApart = t.rowsAtOnce * halfRow + 128;
  const inputImage = image[0] * image[1] * pixel;
  const outputRow = out[1] * outputPixel;

  const emit = () =>
    module.function(["i32", "i32", "i32", "i32", "i32", "i32"], (f, from, to, x, u, y, scratch) => {
      f.if(i32.geS(from, to), () => f.return());
      const rows = f.let(scratch); // [6][rows of tiles][padded width][channels], for tiles of 4
      const transformed = f.let(i32.add(scratch, inputs.bytes)); // [6][tiles][channels]
      const products = f.let(i32.add(transformed, window * t.inputApart)); // [6][tiles][outputs]
      const half = f.let(i32.add(products, window * t.outputApart)); // [6][tiles][4][outputs]
      clearRows(f, scratch, inputs);
      const [end, row, tiles, i, a, w] = Array.from({ length: 6 }, () => f.local("i32"));
      const eachRow = (body: () => void) => {
        f.set(row, from);
        f.countUp(row, end, 1, body);
      };
      f.while(
        () => i32.ltS(from, to),
        () => {
          f.set(end, i32.min(i32.add(from, t.rowsAtOnce), to));
          f.set(tiles, i32.mul(i32.sub(end, from), t.across));
          f.set(a, rows);
          eachRow(() => {
            const source = {
              image: i32.add(x, i32.mul(i32.divU(row, t.down), inputImage)),
              row: f.let(i32.mul(i32.remU(row, t.down), tile)),
              lastRow: (t.down - 1) * tile,
              height: image[0],
              width: image[1],
              channels,
            };
            overRows(f, module, toElements, source, a, inputs.apart);
            f.step(a, inputs.line);
          });

          f.set(i, i32.const(0));
          f.set(w, u);
          f.countUp(i, window, 1, () => {
            overColumns(
              f,
              module,
              toElements,
              { count: i32.sub(end, from), row: tileRow },
              {
                from: i32.add(rows, i32.mul(i, inputs.apart)),
                line: inputs.line,
                to: transformed,
                apart: t.inputApart,
                pixel,
              },
            );
            const { inputApart, outputApart } = t;
            const sizes = { elements: window, tiles, channels, outputs, inputApart, outputApart };
            multiplyElements(f, module, { ...sizes, inputs: transformed, weights: w, products });
            f.step(w, window * channels * outputPixel);
            callTransform(f, module, toOutputs, {
              length: outputPixel,
              count: tiles,
              fromStep: outputPixel,
              toStep: tile * outputPixel,
              from: products,
              offsets: inSteps(t.outputApart, toOutputs),
              to: i32.add(half, i32.mul(i, halfApart)),
              toApart: outputPixel,
            });
          });

          f.set(a, half);
          eachRow(() => {
            const first = f.let(i32.mul(i32.remU(row, t.down), tile));
            const target = i32.add(i32.mul(i32.divU(row, t.down), out[0]), first);
            const down = (height: number) =>
              callTransform(f, module, toOutputs.slice(0, height), {
                length: outputRow,
                from: a,
                offsets: inSteps(halfApart, toOutputs),
                to: i32.add(y, i32.mul(target, outputRow)),
                toApart: outputRow,
              });
            const rest = out[0] % tile;
            if (rest === 0) down(tile);
            else
              f.if(
                i32.leS(i32.add(first, tile), out[0]),
                () => down(tile),
                () => down(rest),
              );
            f.step(a, halfRow);
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
    scratch: inputs.bytes + window * (t.inputApart + t.outputApart + halfApart),
  };
}
