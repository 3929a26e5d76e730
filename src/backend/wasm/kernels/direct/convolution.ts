import type { ConvolutionKernel } from "../../../../plan/kernel.ts";
import { aligned } from "../../../../plan/schedule/layout.ts";
import type { I32 } from "../../emit/code.ts";
import type { FunctionBuilder, ModuleBuilder } from "../../emit/module.ts";
import { i32 } from "../../emit/ops.ts";
import { type Emitted, wholeOf } from "../emitted.ts";
import { COLUMNS, copyTile, PANEL_STEP, packPanel, tallBlock } from "../microkernel.ts";
import { gatherRow } from "./gather.ts";
import { derive, runsOf } from "./sizes.ts";

/** Shorter stretches of an image's row are gathered first, for the microkernel wants a long inner product. */
const SHORT_RUN = 16;

/**
 * y = conv(x, w) without padding, as products of image rows with packed panels of w: for each row of the output, the
 * inputs of neighboring outputs lie a fixed step apart, so that nothing is copied where a kernel row is long enough.
 */
export function emitConvolution(module: ModuleBuilder, kernel: ConvolutionKernel): Emitted {
  const { batch, outputs, out, stride, channels, groups, input, weights, output } = kernel;
  const d = derive(kernel);
  const gathers = d.run < SHORT_RUN;
  const panelBytes = d.depth * PANEL_STEP;
  const packedBytes = groups * d.panels * panelBytes;
  const tileBytes = out[1] * PANEL_STEP;
  const gatheredBytes = gathers ? aligned(out[1] * d.depth * 4) : 0;

  const emit = () =>
    module.function(["i32", "i32", "i32", "i32", "i32", "i32"], (f, from, to, x, w, y, scratch) => {
      f.if(i32.geS(from, to), () => f.return());
      const tile = f.let(i32.add(scratch, packedBytes));
      const gathered = f.let(i32.add(tile, tileBytes));
      packWeights(f, module, kernel, w, scratch);

      const [image, row, rowEnd, source, target] = [0, 1, 2, 3, 4].map(() => f.local("i32"));
      // Parts are rows of outputs; those of one image go through one panel after another.
      f.while(
        () => i32.ltS(from, to),
        () => {
          f.set(image, i32.divU(from, out[0]));
          f.set(row, i32.remU(from, out[0]));
          f.set(rowEnd, i32.min(i32.add(row, i32.sub(to, from)), out[0]));
          f.set(from, i32.add(from, i32.sub(rowEnd, row)));
          const base = f.let(i32.add(x, i32.mul(image, d.inputImage)));
          const into = f.let(i32.add(y, i32.mul(image, d.outputImage)));
          const eachRow = (group: number, body: () => void) => {
            const h = f.let(row);
            f.set(source, i32.add(i32.add(base, i32.mul(row, stride[0] * d.inputRow)), group * d.inputs * 4));
            f.set(target, i32.add(into, i32.mul(row, d.outputRow)));
            f.countUp(h, rowEnd, 1, () => {
              body();
              f.step(source, stride[0] * d.inputRow);
              f.step(target, d.outputRow);
            });
          };
          const block = (panel: number, c: I32, cRow: number) => {
            const packed = i32.add(scratch, panel * panelBytes);
            const multiply = (k: number, a: I32, aRow: number, b: I32, accumulate: boolean) =>
              tallBlock(f, module, {
                rows: out[1],
                k,
                a,
                aRow,
                aStep: 4,
                b,
                bStep: PANEL_STEP,
                c,
                cRow,
                accumulate: accumulate ? 1 : 0,
              });
            if (gathers) multiply(d.depth, gathered, d.depth * 4, packed, false);
            else
              runsOf(kernel).forEach(({ offset, tap }, i) => {
                multiply(
                  d.run,
                  i32.add(source, offset),
                  stride[1] * channels * 4,
                  i32.add(packed, tap * PANEL_STEP),
                  i > 0,
                );
              });
          };
          const onePanel = (group: number, panel: number) => {
            const columns = Math.min(COLUMNS, d.perGroup - panel * COLUMNS);
            const c = i32.add(target, (group * d.perGroup + panel * COLUMNS) * 4);
            if (columns === COLUMNS) block(group * d.panels + panel, c, outputs * 4);
            else {
              block(group * d.panels + panel, tile, PANEL_STEP);
              copyTile(f, module, { rows: out[1], columns, tile, c, cRow: outputs * 4, accumulate: 0 });
            }
          };
          const panels = Array.from({ length: d.panels }, (_, panel) => panel);
          for (let group = 0; group < groups; group++) {
            if (gathers)
              eachRow(group, () => {
                f.call(gatherRow(module, kernel), [source, gathered]);
                for (const panel of panels) onePanel(group, panel);
              });
            else for (const panel of panels) eachRow(group, () => onePanel(group, panel));
          }
        },
      );
    });
  const key = JSON.stringify({ ...kernel, input: 0, weights: 0, output: 0 });
  return {
    function: module.once(key, emit),
    parts: batch * out[0],
    grain: 1,
    arguments: [wholeOf(input), wholeOf(weights), wholeOf(output)],
    scratch: packedBytes + tileBytes + gatheredBytes,
  };
}

/** All weights in panels of 8 outputs: [group][panel][tap · channel][8]. */
function packWeights(f: FunctionBuilder, module: ModuleBuilder, kernel: ConvolutionKernel, w: I32, to: I32): void {
  const d = derive(kernel);
  for (let group = 0; group < kernel.groups; group++)
    for (let panel = 0; panel < d.panels; panel++) {
      const first = group * d.perGroup + panel * COLUMNS;
      packPanel(f, module, {
        k: d.depth,
        columns: Math.min(COLUMNS, d.perGroup - panel * COLUMNS),
        b: i32.add(w, first * 4),
        bRow: kernel.outputs * 4,
        bColumn: 4,
        to: i32.add(to, (group * d.panels + panel) * d.depth * PANEL_STEP),
      });
    }
}
