import type { KernelGradientKernel, Tile } from "../../../../plan/kernel.ts";
import { productsOf, TAPS, windowOf } from "../../../../plan/lower/winograd.ts";
import type { ModuleBuilder } from "../../emit/module.ts";
import { i32 } from "../../emit/ops.ts";
import { type Emitted, wholeOf } from "../emitted.ts";
import { COLUMNS, PANEL_STEP, tallBlock } from "../microkernel.ts";
import { matricesOf, transpose } from "./matrices.ts";
import { clearRowScratch, rowScratch, tilingOf, transformRow } from "./tiles.ts";
import { callTransform } from "./transform.ts";

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
  const gatheredInput = rowScratch(tileRows, window, image[1], channels);
  const gatheredGradient = rowScratch(tileRows, tile, out[1], outputs);
  const inputsBytes = elements * t.inputApart;
  const gradientsBytes = elements * t.outputApart;
  const sumBytes = channels * outputs * 4;
  const inputImage = image[0] * image[1] * channels * 4;
  const outputImage = out[0] * out[1] * outputs * 4;

  const emit = () =>
    module.function(["i32", "i32", "i32", "i32", "i32", "i32"], (f, from, to, x, dy, dw, scratch) => {
      f.if(i32.geS(from, to), () => f.return());
      const gradientScratch = f.let(i32.add(scratch, gatheredInput));
      const inputs = f.let(i32.add(gradientScratch, gatheredGradient)); // [6][6][tiles][channels], for tiles of 4
      const gradients = f.let(i32.add(inputs, inputsBytes)); // [6][6][tiles][outputs]
      const sums = f.let(i32.add(gradients, gradientsBytes)); // [6][6][channels][outputs]
      const half = f.let(i32.add(sums, elements * sumBytes)); // [3][6][channels][outputs]
      clearRowScratch(f, scratch, gatheredInput + gatheredGradient);
      const [block, last, end, row, tiles, element, panel, a, b, c, started] = Array.from({ length: 11 }, () =>
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
            f.countUp(row, end, 1, () => {
              const n = f.let(i32.divU(row, t.down));
              const tileRow = f.let(i32.mul(i32.remU(row, t.down), tile));
              const first = f.let(i32.mul(i32.sub(row, block), t.across));
              transformRow(
                f,
                module,
                matrices.input,
                tileRows,
                {
                  image: f.let(i32.add(x, i32.mul(n, inputImage))),
                  row: tileRow,
                  height: image[0],
                  width: image[1],
                  channels,
                },
                scratch,
                f.let(i32.add(inputs, i32.mul(first, channels * 4))),
                t.inputApart,
              );
              transformRow(
                f,
                module,
                transpose(matrices.output),
                tileRows,
                {
                  image: f.let(i32.add(dy, i32.mul(n, outputImage))),
                  row: tileRow,
                  height: out[0],
                  width: out[1],
                  channels: outputs,
                },
                gradientScratch,
                f.let(i32.add(gradients, i32.mul(first, outputs * 4))),
                t.outputApart,
              );
            });
            f.set(element, i32.const(0));
            f.set(a, inputs);
            f.countUp(element, elements, 1, () => {
              f.set(b, i32.add(gradients, i32.mul(element, t.outputApart)));
              f.set(c, i32.add(sums, i32.mul(element, sumBytes)));
              f.set(panel, i32.const(0));
              f.countUp(panel, outputs / COLUMNS, 1, () => {
                tallBlock(f, module, {
                  rows: channels,
                  k: tiles,
                  a,
                  aRow: 4,
                  aStep: channels * 4,
                  b,
                  bStep: outputs * 4,
                  c,
                  cRow: outputs * 4,
                  accumulate: started,
                });
                f.step(b, PANEL_STEP);
                f.step(c, PANEL_STEP);
              });
              f.step(a, t.inputApart);
            });
            f.set(started, i32.const(1));
            f.set(block, end);
          },
        );
        // [6][6] → [3][6] → [3][3]
        const back = transpose(matrices.kernel);
        const walk = { count: i32.const(1), fromStep: i32.const(0), toStep: i32.const(0) };
        callTransform(f, module, back, {
          ...walk,
          length: i32.const(window * sumBytes),
          from: { first: sums, apart: window * sumBytes },
          to: half,
          toApart: window * sumBytes,
        });
        for (let i = 0; i < TAPS; i++)
          callTransform(f, module, back, {
            ...walk,
            length: i32.const(sumBytes),
            from: { first: i32.add(half, i * window * sumBytes), apart: sumBytes },
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
    scratch: gatheredInput + gatheredGradient + inputsBytes + gradientsBytes + (elements + TAPS * window) * sumBytes,
  };
}
