import type { KernelGradientKernel, Tile } from "../../../../plan/kernel.ts";
import { productsOf, TAPS, windowOf } from "../../../../plan/lower/images/winograd.ts";
import type { ModuleBuilder } from "../../emit/module.ts";
import { i32 } from "../../emit/ops.ts";
import { type Emitted, wholeOf } from "../emitted.ts";
import { COLUMNS, PANEL_STEP, tallBlock } from "../microkernel.ts";
import { matricesOf, transpose } from "./matrices.ts";
import { clearRows, overColumns, overRows, paddedWidth, rowsOf, tilingOf } from "./tiles.ts";
import { callTransform, inSteps } from "./transform.ts";

/**
 * dw = Gᵀ [Σ over tiles of (Bᵀ d B) ⊙ (A dy Aᵀ)] G: the transforms of inputs and of output gradients are multiplied
 * element by element, summed over all tiles as 36 or 49 matrix products, and transformed back once. A part is a chunk of the
 * batch with a sum of its own.
 */
export function emitWinogradKernelGradient(module: ModuleBuilder, kernel: KernelGradientKernel, tile: Tile): Emitted {
  const { batch, channels, outputs, image, out, input, gradient, output, chunks } = kernel;
  const t = tilingOf(kernel, tile, false);
  const tileRows = { across: t.across, tile };
  const [window, elements] = [windowOf(tile), productsOf(tile)];
  const matrices = matricesOf(tile);
  const toProducts = transpose(matrices.output);
  const [pixel, outputPixel] = [channels * 4, outputs * 4];
  const inputs = rowsOf(window, t.rowsAtOnce, paddedWidth(tileRows, window, image[1]), image[1], pixel);
  const gradients = rowsOf(window, t.rowsAtOnce, paddedWidth(tileRows, tile, out[1]), out[1], outputPixel);
  const sumBytes = channels * outputs * 4;
  const inputImage = image[0] * image[1] * channels * 4;
  const outputImage = out[0] * out[1] * outputs * 4;

  const emit = () =>
    module.function(["i32", "i32", "i32", "i32", "i32", "i32"], (f, from, to, x, dy, dw, scratch) => {
      f.if(i32.geS(from, to), () => f.return());
      const inputRows = f.let(scratch); // [6][rows of tiles][padded width][channels], for tiles of 4
      const gradientRows = f.let(i32.add(inputRows, inputs.bytes)); // [6][rows of tiles][padded width][outputs]
      const v = f.let(i32.add(gradientRows, gradients.bytes)); // [6][tiles][channels]
      const w = f.let(i32.add(v, window * t.inputApart)); // [6][tiles][outputs]
      const sums = f.let(i32.add(w, window * t.outputApart)); // [6][6][channels][outputs]
      const half = f.let(i32.add(sums, elements * sumBytes)); // [3][6][channels][outputs]
      clearRows(f, scratch, inputs);
      clearRows(f, gradientRows, gradients);
      const [block, last, end, row, tiles, i, element, panel, a, b, c, started] = Array.from({ length: 12 }, () =>
        f.local("i32"),
      );

      f.countUp(from, to, 1, () => {
        f.set(block, i32.mul(i32.divU(i32.mul(from, batch), chunks), t.down));
        f.set(last, i32.mul(i32.divU(i32.mul(i32.add(from, 1), batch), chunks), t.down));
        f.set(started, i32.const(0));
        f.while(
          () => i32.ltS(block, last),
          () => {
            f.set(end, i32.min(i32.add(block, t.rowsAtOnce), last));
            f.set(tiles, i32.mul(i32.sub(end, block), t.across));
            f.set(row, block);
            f.set(a, inputRows);
            f.set(b, gradientRows);
            f.countUp(row, end, 1, () => {
              const n = f.let(i32.divU(row, t.down));
              const tileRow = { row: f.let(i32.mul(i32.remU(row, t.down), tile)), lastRow: (t.down - 1) * tile };
              const x0 = { image: i32.add(x, i32.mul(n, inputImage)), ...tileRow, height: image[0], width: image[1] };
              const dy0 = { image: i32.add(dy, i32.mul(n, outputImage)), ...tileRow, height: out[0], width: out[1] };
              overRows(f, module, matrices.input, { ...x0, channels }, a, inputs.apart);
              overRows(f, module, toProducts, { ...dy0, channels: outputs }, b, gradients.apart);
              f.step(a, inputs.line);
              f.step(b, gradients.line);
            });
            f.set(c, sums);
            f.set(i, i32.const(0));
            f.countUp(i, window, 1, () => {
              const each = { count: i32.sub(end, block), row: tileRows };
              overColumns(f, module, matrices.input, each, {
                from: i32.add(inputRows, i32.mul(i, inputs.apart)),
                line: inputs.line,
                to: v,
                apart: t.inputApart,
                pixel,
              });
              overColumns(f, module, toProducts, each, {
                from: i32.add(gradientRows, i32.mul(i, gradients.apart)),
                line: gradients.line,
                to: w,
                apart: t.outputApart,
                pixel: outputPixel,
              });
              f.set(element, i32.const(0));
              f.set(a, v);
              f.countUp(element, window, 1, () => {
                f.set(b, i32.add(w, i32.mul(element, t.outputApart)));
                f.set(panel, i32.const(0));
                f.countUp(panel, outputs / COLUMNS, 1, () => {
                  tallBlock(f, module, {
                    rows: channels,
                    k: tiles,
                    a,
                    aRow: 4,
                    aStep: pixel,
                    b,
                    bStep: outputPixel,
                    c: i32.add(c, i32.mul(panel, PANEL_STEP)),
                    cRow: outputPixel,
                    accumulate: started,
                  });
                  f.step(b, PANEL_STEP);
                });
                f.step(a, t.inputApart);
                f.step(c, sumBytes);
              });
            });
            f.set(started, i32.const(1));
            f.set(block, end);
          },
        );
        // [6][6] → [3][6] → [3][3]
        const back = transpose(matrices.kernel);
        callTransform(f, module, back, {
          length: window * sumBytes,
          from: sums,
          offsets: inSteps(window * sumBytes, back),
          to: half,
          toApart: window * sumBytes,
        });
        for (let i = 0; i < TAPS; i++)
          callTransform(f, module, back, {
            length: sumBytes,
            from: i32.add(half, i * window * sumBytes),
            offsets: inSteps(sumBytes, back),
            to: i32.add(i32.add(dw, i32.mul(from, TAPS * TAPS * sumBytes)), i * TAPS * sumBytes),
            toApart: sumBytes,
          });
      });
    });
  return {
    function: module.once(JSON.stringify(["winograd gradient", { ...kernel, input: 0, gradient: 0, output: 0 }]), emit),
    parts: chunks,
    grain: 1,
    arguments: [wholeOf(input), wholeOf(gradient), wholeOf(output)],
    scratch:
      inputs.bytes + gradients.bytes + window * (t.inputApart + t.outputApart) + (elements + TAPS * window) * sumBytes,
  };
}
