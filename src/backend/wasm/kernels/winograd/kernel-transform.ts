import type { WinogradWeightsKernel } from "../../../../plan/kernel.ts";
import { TAPS, windowOf } from "../../../../plan/lower/images/winograd.ts";
import type { I32 } from "../../emit/code.ts";
import type { ModuleBuilder } from "../../emit/module.ts";
import { i32 } from "../../emit/ops.ts";
import { type Emitted, wholeOf } from "../emitted.ts";
import { COLUMNS, PANEL_STEP, packPanel } from "../microkernel.ts";
import { matricesOf } from "./matrices.ts";
import { callTransform, inSteps } from "./transform.ts";

/** G w Gᵀ of every pair of channels, in panels of 8 outputs: [36 or 49][outputs / 8][inputs][8]. A part is one panel. */
export function emitWinogradWeights(module: ModuleBuilder, kernel: WinogradWeightsKernel): Emitted {
  const { tile, inputs, outputs, weights, output } = kernel;
  const window = windowOf(tile);
  const panels = outputs / COLUMNS;
  const panelBytes = inputs * PANEL_STEP;
  const emit = () =>
    module.function(["i32", "i32", "i32", "i32", "i32"], (f, from, to, w, u, scratch) => {
      const [packed, half] = [scratch, f.let(i32.add(scratch, TAPS * TAPS * panelBytes))];
      f.countUp(from, to, 1, () => {
        for (let tap = 0; tap < TAPS * TAPS; tap++)
          packPanel(f, module, {
            k: inputs,
            columns: COLUMNS,
            b: i32.add(i32.add(w, tap * inputs * outputs * 4), i32.mul(from, PANEL_STEP)),
            bRow: outputs * 4,
            bColumn: 4,
            to: i32.add(packed, tap * panelBytes),
          });
        const along = (count: number, from: I32, fromApart: number, to: I32, toApart: number) =>
          callTransform(f, module, matricesOf(tile).kernel, {
            length: count * panelBytes,
            from,
            offsets: inSteps(fromApart, matricesOf(tile).kernel),
            to,
            toApart,
          });
        // Over the rows of taps: [3][3] → [6][3], for tiles of 4; then over the columns: [6][3] → [6][6].
        along(TAPS, packed, TAPS * panelBytes, half, TAPS * panelBytes);
        for (let i = 0; i < window; i++) {
          const target = i32.add(i32.add(u, i * window * panels * panelBytes), i32.mul(from, panelBytes));
          along(1, i32.add(half, i * TAPS * panelBytes), panelBytes, target, panels * panelBytes);
        }
      });
    });
  return {
    function: module.once(JSON.stringify(["winograd weights", tile, inputs, outputs]), emit),
    parts: panels,
    grain: 1,
    arguments: [wholeOf(weights), wholeOf(output)],
    scratch: TAPS * (TAPS + window) * panelBytes,
  };
}
