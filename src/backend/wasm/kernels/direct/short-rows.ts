import type { ConvolutionKernel, ConvolutionSizes } from "../../../../plan/kernel.ts";
import { aligned } from "../../../../plan/schedule/layout.ts";
import type { I32 } from "../../emit/code.ts";
import type { FunctionBuilder, Local, ModuleBuilder } from "../../emit/module.ts";
import { i32 } from "../../emit/ops.ts";
import { type Emitted, wholeOf } from "../emitted.ts";
import { COLUMNS, copyTile, PANEL_STEP, packPanel, tallBlock } from "../microkernel.ts";
import { copyRun } from "./gather.ts";
import { derive, runsOf } from "./sizes.ts";

/** Longer rows of outputs are enough for the microkernel, which takes 6 at a time. */
const SHORT_ROW = 16;
/** With fewer outputs, gathering costs more than it gains. */
const MANY_OUTPUTS = 32;
/** Outputs of as many rows as this, of several images, are computed at once. */
const PIXELS = 192;
/** Inner products are summed in stretches of at most this length, so that a panel of weights stays in the first-level cache. */
const DEPTH = 256;

/** Whether rows of outputs are so short that those of several rows and images should become one product. */
export function hasShortRows({ out, outputs, groups }: ConvolutionSizes): boolean {
  return out[1] < SHORT_ROW && outputs / groups >= MANY_OUTPUTS;
}

/**
 * y = conv(x, w) as a product of gathered inputs [pixels, depth] and w [depth, outputs], stretch by stretch of the depth. A
 * panel of w is packed right where it is multiplied: of a few pixels, most of the work is to read w.
 */
export function emitShortRows(module: ModuleBuilder, kernel: ConvolutionKernel): Emitted {
  const { batch, channels, outputs, out, groups, input, weights, output } = kernel;
  const d = derive(kernel);
  const rowsAtOnce = Math.max(1, Math.floor(PIXELS / out[1]));
  const pixels = rowsAtOnce * out[1];
  const stretches = stretchesOf(kernel);
  const longest = Math.max(...stretches.map(({ length }) => length));
  const packedBytes = longest * PANEL_STEP;
  const tileBytes = pixels * PANEL_STEP;
  const inPlace = isInPlace(kernel);
  const gatheredBytes = inPlace ? 0 : aligned(pixels * longest * 4);

  const emit = () =>
    module.function(["i32", "i32", "i32", "i32", "i32", "i32"], (f, from, to, x, w, y, packed) => {
      const [tile, gathered] = [f.let(i32.add(packed, packedBytes)), f.local("i32")];
      f.set(gathered, i32.add(tile, tileBytes));
      const [height, rows, target, panel] = [f.local("i32"), f.local("i32"), f.local("i32"), f.local("i32")];
      f.countUp(from, to, rowsAtOnce, () => {
        f.set(height, i32.min(i32.sub(to, from), rowsAtOnce));
        f.set(rows, i32.mul(height, out[1]));
        f.set(target, i32.add(y, i32.mul(from, d.outputRow)));
        for (let group = 0; group < groups; group++)
          for (const stretch of stretches) {
            const first = (stretch.start * outputs + group * d.perGroup) * 4;
            const accumulate = stretch.start > 0 ? 1 : 0;
            const a = inPlace ? i32.add(i32.add(x, i32.mul(from, d.inputRow)), stretch.start * 4) : gathered;
            const aRow = inPlace ? channels * 4 : stretch.length * 4;
            if (!inPlace) gather(f, kernel, { x, from, height, to: gathered, group, stretch });
            const multiply = (columns: number) => {
              const b = f.let(i32.add(i32.add(w, first), i32.mul(panel, PANEL_STEP)));
              const c = f.let(i32.add(i32.add(target, group * d.perGroup * 4), i32.mul(panel, PANEL_STEP)));
              const bRow = outputs * 4;
              packPanel(f, module, { k: stretch.length, columns, b, bRow, bColumn: 4, to: packed });
              const whole = columns === COLUMNS;
              tallBlock(f, module, {
                rows,
                k: stretch.length,
                a,
                aRow,
                aStep: 4,
                b: packed,
                bStep: PANEL_STEP,
                c: whole ? c : tile,
                cRow: whole ? outputs * 4 : PANEL_STEP,
                accumulate: whole ? accumulate : 0,
              });
              if (!whole) copyTile(f, module, { rows, columns, tile, c, cRow: outputs * 4, accumulate });
            };
            f.set(panel, i32.const(0));
            f.countUp(panel, Math.floor(d.perGroup / COLUMNS), 1, () => multiply(COLUMNS));
            if (d.perGroup % COLUMNS > 0) multiply(d.perGroup % COLUMNS);
          }
      });
    });
  return {
    function: module.once(JSON.stringify({ ...kernel, input: 0, weights: 0, output: 0 }), emit),
    parts: batch * out[0],
    grain: 1,
    arguments: [wholeOf(input), wholeOf(weights), wholeOf(output)],
    scratch: packedBytes + tileBytes + gatheredBytes,
  };
}

/** Each output reads one pixel, in the order in which they lie. */
function isInPlace({ kernel, stride, groups, image, out }: ConvolutionSizes): boolean {
  const one = [...kernel, ...stride].every((count) => count === 1);
  return one && groups === 1 && image[0] === out[0] && image[1] === out[1];
}

/** Some of the products of each output, and where their inputs lie from the window's corner. */
interface Stretch {
  start: number;
  length: number;
  runs: { offset: number; length: number }[];
}

/** All products of an output in stretches of about equal lengths. */
function stretchesOf(kernel: ConvolutionSizes): Stretch[] {
  const { depth, run } = derive(kernel);
  const count = Math.ceil(depth / DEPTH);
  const most = Math.ceil(depth / count / 4) * 4;
  const stretches: Stretch[] = [];
  for (let start = 0; start < depth; start += most) {
    const end = Math.min(depth, start + most);
    const runs = runsOf(kernel).flatMap(({ offset, tap }) => {
      const [first, last] = [Math.max(start, tap), Math.min(end, tap + run)];
      return first < last ? [{ offset: offset + (first - tap) * 4, length: last - first }] : [];
    });
    stretches.push({ start, length: end - start, runs });
  }
  return stretches;
}

/** The inputs of a stretch for all outputs of some rows, of one image or several: [pixels, length] */
function gather(
  f: FunctionBuilder,
  kernel: ConvolutionSizes,
  { x, from, height, to, group, stretch }: { x: I32; from: I32; height: I32; to: I32; group: number; stretch: Stretch },
): void {
  const { out, stride, channels } = kernel;
  const d = derive(kernel);
  const [row, at, source, column] = [f.let(from), f.let(to), f.local("i32"), f.local("i32")] as Local<"i32">[];
  const end = f.let(i32.add(from, height));
  f.countUp(row, end, 1, () => {
    f.set(source, i32.add(x, i32.mul(i32.divU(row, out[0]), d.inputImage)));
    f.step(source, i32.mul(i32.remU(row, out[0]), stride[0] * d.inputRow));
    f.step(source, group * d.inputs * 4);
    f.set(column, i32.const(0));
    f.countUp(column, out[1], 1, () => {
      for (const { offset, length } of stretch.runs) copyRun(f, i32.add(source, offset), at, length);
      f.step(source, stride[1] * channels * 4);
    });
  });
}
