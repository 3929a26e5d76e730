import type { KernelGradientKernel } from "../../../../plan/kernel.ts";
import type { ModuleBuilder } from "../../emit/module.ts";
import { i32 } from "../../emit/ops.ts";
import { type Emitted, wholeOf } from "../emitted.ts";
import { COLUMNS, copyTile, PANEL_STEP, packPanel } from "../microkernel.ts";
import { gradientPanel } from "./gradient-panel.ts";
import { derive } from "./sizes.ts";

/**
 * Output gradients that are taken at once stay in the first-level cache, from panel to panel and from block to block; and as
 * many pixels as make adding up their sums worth little.
 */
const [GRADIENTS, PIXELS] = [2048, 64];

/**
 * dw = Σ over pixels of x[pixel + tap]ᵀ · dy. Images are cut into fixed chunks, each with a sum of its own; the plan adds
 * the chunks up in order.
 */
export function emitKernelGradient(module: ModuleBuilder, kernel: KernelGradientKernel): Emitted {
  const { batch, outputs, out, stride, groups, input, gradient, output, chunks } = kernel;
  const d = derive(kernel);
  const rowsAtOnce = Math.max(1, Math.min(out[0], Math.floor(Math.max(GRADIENTS / outputs, PIXELS) / out[1])));
  const partial = d.perGroup % COLUMNS !== 0;
  const panelBytes = partial ? rowsAtOnce * out[1] * PANEL_STEP : 0;
  const size = d.depth * outputs;

  const emit = () =>
    module.function(["i32", "i32", "i32", "i32", "i32", "i32"], (f, from, to, x, dy, dw, scratch) => {
      const tile = f.let(i32.add(scratch, panelBytes));
      const [image, imageEnd, row, height, k, source, target, sums, started] = Array.from({ length: 9 }, () =>
        f.local("i32"),
      );
      const multiply = (group: number, panel: number) => {
        const columns = Math.min(COLUMNS, d.perGroup - panel * COLUMNS);
        const first = (group * d.perGroup + panel * COLUMNS) * 4;
        const b = i32.add(target, first);
        const c = i32.add(sums, first);
        const a = i32.add(source, group * d.inputs * 4);
        const whole = gradientPanel(module, kernel);
        if (columns === COLUMNS) {
          f.call(whole, [k, a, b, i32.const(outputs * 4), c, i32.const(outputs * 4), started]);
          return;
        }
        packPanel(f, module, { k, columns, b, bRow: outputs * 4, bColumn: 4, to: scratch });
        f.call(whole, [k, a, scratch, i32.const(PANEL_STEP), tile, i32.const(PANEL_STEP), i32.const(0)]);
        copyTile(f, module, { rows: d.depth, columns, tile, c, cRow: outputs * 4, accumulate: started });
      };
      f.countUp(from, to, 1, () => {
        f.set(image, i32.divU(i32.mul(from, batch), chunks));
        f.set(imageEnd, i32.divU(i32.mul(i32.add(from, 1), batch), chunks));
        f.set(sums, i32.add(dw, i32.mul(from, size * 4)));
        f.set(started, i32.const(0));
        f.countUp(image, imageEnd, 1, () => {
          f.set(row, i32.const(0));
          f.countUp(row, out[0], rowsAtOnce, () => {
            f.set(height, i32.min(i32.sub(out[0], row), rowsAtOnce));
            f.set(k, i32.mul(height, out[1]));
            f.set(target, i32.add(i32.add(dy, i32.mul(image, d.outputImage)), i32.mul(row, d.outputRow)));
            f.set(source, i32.add(i32.add(x, i32.mul(image, d.inputImage)), i32.mul(row, stride[0] * d.inputRow)));
            for (let group = 0; group < groups; group++)
              for (let panel = 0; panel < d.panels; panel++) multiply(group, panel);
            f.set(started, i32.const(1));
          });
        });
      });
    });
  const key = JSON.stringify({ ...kernel, input: 0, gradient: 0, output: 0 });
  return {
    function: module.once(key, emit),
    parts: chunks,
    grain: 1,
    arguments: [wholeOf(input), wholeOf(gradient), wholeOf(output)],
    scratch: panelBytes + d.depth * PANEL_STEP, // never 0: the code takes its address
  };
}
