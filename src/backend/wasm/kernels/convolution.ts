import type { ConvolutionKernel, ConvolutionSizes, KernelGradientKernel } from "../../../plan/kernel.ts";
import { aligned } from "../../../plan/schedule/layout.ts";
import type { I32 } from "../emit/code.ts";
import type { FunctionBuilder, Local, ModuleBuilder } from "../emit/module.ts";
import { i32, store, v128 } from "../emit/ops.ts";
import { type Emitted, wholeOf } from "./emitted.ts";
import { COLUMNS, copyTile, PANEL_STEP, packPanel, tallBlock } from "./microkernel.ts";

/** Shorter stretches of an image's row are gathered first, for the microkernel wants a long inner product. */
const SHORT_RUN = 16;
/** Floats of gathered pixels that stay in the second-level cache. */
const GATHERED = 65536;

/** The sizes that both kernels derive. */
function derive(sizes: ConvolutionSizes) {
  const { image, channels, kernel, outputs, out, dilation, groups } = sizes;
  const inputs = channels / groups;
  const perGroup = outputs / groups;
  // Taps that lie side by side in memory: a whole kernel row, unless dilation or groups tear it apart.
  const whole = groups === 1 && (dilation[1] === 1 || kernel[1] === 1);
  return {
    inputs,
    perGroup,
    panels: Math.ceil(perGroup / COLUMNS),
    /** Products that are summed for an output. */
    depth: kernel[0] * kernel[1] * inputs,
    run: whole ? kernel[1] * inputs : inputs,
    runsAcross: whole ? 1 : kernel[1],
    inputRow: image[1] * channels * 4,
    inputImage: image[0] * image[1] * channels * 4,
    outputRow: out[1] * outputs * 4,
    outputImage: out[0] * out[1] * outputs * 4,
  };
}

/** Every stretch of taps that lies contiguously, from the window's corner. */
function runsOf(sizes: ConvolutionSizes): { offset: number; tap: number }[] {
  const { kernel, dilation, channels } = sizes;
  const { run, runsAcross, inputRow } = derive(sizes);
  return Array.from({ length: kernel[0] * runsAcross }, (_, i) => ({
    offset: Math.floor(i / runsAcross) * dilation[0] * inputRow + (i % runsAcross) * dilation[1] * channels * 4,
    tap: i * run,
  }));
}

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
      packWeights(f as unknown as FunctionBuilder, module, kernel, w, scratch);

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
              f.call(tallBlock(module), [
                i32.const(out[1]),
                i32.const(k),
                a,
                i32.const(aRow),
                i32.const(4),
                b,
                i32.const(PANEL_STEP),
                c,
                i32.const(cRow),
                i32.const(accumulate ? 1 : 0),
              ]);
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
              f.call(copyTile(module), [
                i32.const(out[1]),
                i32.const(columns),
                tile,
                c,
                i32.const(outputs * 4),
                i32.const(0),
              ]);
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

/**
 * dw = Σ over pixels of gathered(x)ᵀ · dy. Images are cut into fixed chunks, each with a sum of its own; the plan adds
 * the chunks up in order.
 */
export function emitKernelGradient(module: ModuleBuilder, kernel: KernelGradientKernel): Emitted {
  const { batch, outputs, out, stride, groups, input, gradient, output, chunks } = kernel;
  const d = derive(kernel);
  const rowsAtOnce = Math.max(1, Math.min(out[0], Math.floor(GATHERED / Math.max(1, out[1] * d.depth))));
  const pixels = rowsAtOnce * out[1];
  const gatheredBytes = aligned(pixels * d.depth * 4);
  const panelBytes = d.perGroup % COLUMNS === 0 ? 0 : pixels * PANEL_STEP;
  const size = d.depth * outputs;

  const emit = () =>
    module.function(["i32", "i32", "i32", "i32", "i32", "i32"], (f, from, to, x, dy, dw, scratch) => {
      const packed = f.let(i32.add(scratch, gatheredBytes));
      const tile = f.let(i32.add(packed, panelBytes));
      const [image, imageEnd, row, height, k, source, target, sums, started] = Array.from({ length: 9 }, () =>
        f.local("i32"),
      );
      const multiply = (group: number, panel: number) => {
        const columns = Math.min(COLUMNS, d.perGroup - panel * COLUMNS);
        const first = (group * d.perGroup + panel * COLUMNS) * 4;
        const b = f.let(i32.add(target, first));
        const bStep = f.let(i32.const(outputs * 4));
        if (columns < COLUMNS) {
          f.call(packPanel(module), [k, i32.const(columns), b, i32.const(outputs * 4), i32.const(4), packed]);
          f.set(b, packed);
          f.set(bStep, i32.const(PANEL_STEP));
        }
        const c = i32.add(sums, first);
        const partial = columns < COLUMNS;
        f.call(tallBlock(module), [
          i32.const(d.depth),
          k,
          scratch,
          i32.const(4),
          i32.const(d.depth * 4),
          b,
          bStep,
          partial ? tile : c,
          i32.const(partial ? PANEL_STEP : outputs * 4),
          partial ? i32.const(0) : started,
        ]);
        if (partial)
          f.call(copyTile(module), [i32.const(d.depth), i32.const(columns), tile, c, i32.const(outputs * 4), started]);
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
            for (let group = 0; group < groups; group++) {
              f.set(
                source,
                i32.add(
                  i32.add(i32.add(x, i32.mul(image, d.inputImage)), i32.mul(row, stride[0] * d.inputRow)),
                  group * d.inputs * 4,
                ),
              );
              gatherRows(f as unknown as FunctionBuilder, module, kernel, source, scratch, height);
              for (let panel = 0; panel < d.panels; panel++) multiply(group, panel);
            }
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
    scratch: gatheredBytes + panelBytes + d.depth * PANEL_STEP,
  };
}

/** All weights in panels of 8 outputs: [group][panel][tap · channel][8]. */
function packWeights(f: FunctionBuilder, module: ModuleBuilder, kernel: ConvolutionKernel, w: I32, to: I32): void {
  const d = derive(kernel);
  for (let group = 0; group < kernel.groups; group++)
    for (let panel = 0; panel < d.panels; panel++) {
      const first = group * d.perGroup + panel * COLUMNS;
      f.call(packPanel(module), [
        i32.const(d.depth),
        i32.const(Math.min(COLUMNS, d.perGroup - panel * COLUMNS)),
        i32.add(w, first * 4),
        i32.const(kernel.outputs * 4),
        i32.const(4),
        i32.add(to, (group * d.panels + panel) * d.depth * PANEL_STEP),
      ]);
    }
}

function gatherRows(
  f: FunctionBuilder,
  module: ModuleBuilder,
  kernel: ConvolutionSizes,
  source: Local<"i32">,
  to: I32,
  height: I32,
): void {
  const { depth, inputRow } = derive(kernel);
  const h = f.let(i32.const(0));
  const at = f.let(to as Local<"i32">);
  f.countUp(h, height, 1, () => {
    f.call(gatherRow(module, kernel), [source, at]);
    f.step(source, kernel.stride[0] * inputRow);
    f.step(at, kernel.out[1] * depth * 4);
  });
}

/** The inputs of each output of a row, side by side: [out width, taps · channels]. f(source, to) */
function gatherRow(module: ModuleBuilder, sizes: ConvolutionSizes) {
  const { out, stride, channels } = sizes;
  const { run } = derive(sizes);
  return module.once(
    JSON.stringify(["gather row", { ...sizes, input: 0, weights: 0, gradient: 0, output: 0, kind: 0 }]),
    () =>
      module.function(["i32", "i32"], (f, source, to) => {
        const pixel = f.local("i32");
        f.countUp(pixel, out[1], 1, () => {
          for (const { offset } of runsOf(sizes))
            copyRun(f as unknown as FunctionBuilder, i32.add(source, offset), to, run);
          f.step(source, stride[1] * channels * 4);
        });
      }),
  );
}

/** Copies `count` floats and moves `to` behind them. */
function copyRun(f: FunctionBuilder, from: I32, to: Local<"i32">, count: number): void {
  const source = f.let(from);
  const vectors = Math.floor(count / 4);
  if (vectors > 8) {
    const end = f.let(i32.add(to, vectors * 16));
    f.while(
      () => i32.ltU(to, end),
      () => {
        f.push(store.v128(to, v128.load(source)));
        f.step(source, 16);
        f.step(to, 16);
      },
    );
  } else {
    for (let i = 0; i < vectors; i++) f.push(store.v128(to, v128.load(source, 16 * i), 16 * i));
    f.step(source, vectors * 16);
    f.step(to, vectors * 16);
  }
  for (let i = 0; i < count % 4; i++) f.push(store.lane(to, v128.load32Splat(source, 4 * i), 4 * i));
  f.step(to, (count % 4) * 4);
}
