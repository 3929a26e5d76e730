import type { I32 } from "../../emit/code.ts";
import type { FunctionBuilder, Local, ModuleBuilder } from "../../emit/module.ts";
import { i32 } from "../../emit/ops.ts";
import { COLUMNS, PANEL_STEP, tallBlock } from "../microkernel.ts";

interface Elements {
  /** Of a tile's transform: 36, or 49 for tiles of 5. */
  elements: number;
  tiles: I32;
  channels: number;
  outputs: number;
  /**
   * Addresses of inputs [elements][tiles][channels], weights [elements][outputs / 8][channels][8] and products
   * [elements][tiles][outputs].
   */
  inputs: I32;
  weights: I32;
  products: I32;
  /** Bytes from element to element. */
  inputApart: number;
  outputApart: number;
}

/** Multiplies each element of the tiles' transforms by its matrix of transformed weights. */
export function multiplyElements(f: FunctionBuilder, module: ModuleBuilder, sizes: Elements): void {
  const { elements, tiles, channels, outputs, inputApart, outputApart } = sizes;
  const [element, panel, c]: Local<"i32">[] = [f.let(i32.const(0)), f.local("i32"), f.local("i32")];
  const [a, b] = [f.let(sizes.inputs), f.let(sizes.weights)];
  f.countUp(element, elements, 1, () => {
    f.set(panel, i32.const(0));
    f.set(c, i32.add(sizes.products, i32.mul(element, outputApart)));
    f.countUp(panel, outputs / COLUMNS, 1, () => {
      tallBlock(f, module, {
        rows: tiles,
        k: channels,
        a,
        aRow: channels * 4,
        aStep: 4,
        b,
        bStep: PANEL_STEP,
        c,
        cRow: outputs * 4,
        accumulate: 0,
      });
      f.step(b, channels * PANEL_STEP);
      f.step(c, PANEL_STEP);
    });
    f.step(a, inputApart);
  });
}
