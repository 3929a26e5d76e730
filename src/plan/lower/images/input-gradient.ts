import { sizeOf, stridesOf } from "../../../graph/shape.ts";
import type { Tensor } from "../../../graph/tensor.ts";
import { once } from "../../../once.ts";
import type { Buffer } from "../../kernel.ts";
import { fillAround } from "../fill-around.ts";
import type { Lowering } from "../lowering.ts";
import { convolve, sizesOf } from "./convolve.ts";
import { fitsFull } from "./winograd.ts";

/** Of a channel on its own; of more, the sum over them would take as long as their products. */
const FEW_OUTPUTS = 8;

/** Along one axis, the input pixels stride · i + first: all of them are reached by the same taps of the kernel. */
interface Phase {
  first: number;
  count: number;
  /** The first of these taps, how far apart they are, and how many. */
  tap: number;
  every: number;
  taps: number;
  /** Pixel i sums output gradients from i + from on, `dilation` apart, one for each tap, the last tap first. */
  from: number;
  dilation: number;
}

/** Pixel x is reached by tap r from output (x + start − r · dilation) / stride, where that is whole. */
function phasesOf(size: number, stride: number, kernel: number, dilation: number, start: number): Phase[] {
  return Array.from({ length: Math.min(stride, size) }, (_, first) => {
    const reaching = Array.from({ length: kernel }, (_, r) => r).filter(
      (r) => (first + start - r * dilation) % stride === 0,
    );
    const [tap = 0, next = tap + 1] = reaching;
    const last = reaching.at(-1) ?? 0;
    const every = next - tap;
    return {
      first,
      count: Math.ceil((size - first) / stride),
      tap,
      every,
      taps: reaching.length,
      from: (first + start - last * dilation) / stride,
      dilation: reaching.length > 1 ? (every * dilation) / stride : 1,
    };
  });
}

/**
 * dx = conv(pad(dy), flip(w)): each input pixel sums the outputs that it reached; w is turned by 180° and its channels are
 * exchanged, group by group. With a stride it is one such convolution for each phase of the pixels, rows of one remainder by
 * the stride and columns of one: of a dy that is dilated instead, most that is multiplied is 0. Of a crop, only as much is
 * computed. Where Winograd's form takes the tiles of dy, dy is not padded and w not turned.
 */
export function inputGradient(lowering: Lowering, node: Tensor<"conv2dInputGradient">, output: Buffer): void {
  const [gradient, weights] = node.operands;
  const { slice, start } = lowering.cropOf(node) ?? { slice: node, start: [0, 0] };
  const sizes = sizesOf(node, { image: slice, kernel: weights, out: gradient });
  const { batch, image, channels, kernel, outputs, stride, dilation, groups } = sizes;
  const [inputs, perGroup] = [channels / groups, outputs / groups];
  if (lowering.depthwise && groups > 1 && inputs === 1 && perGroup <= FEW_OUTPUTS) {
    const given = { gradient: lowering.floatsOf(gradient), weights: lowering.floatsOf(weights) };
    lowering.kernels.push({ kind: "inputGradient", ...sizes, start: [start[0], start[1]], ...given, output });
    return;
  }
  const [rows, columns] = [0, 1].map((axis) =>
    phasesOf(image[axis], stride[axis], kernel[axis], dilation[axis], start[axis]),
  );
  if ([...rows, ...columns].some(({ taps }) => taps === 0)) lowering.kernels.push({ kind: "fill", buffer: output });

  // [kh, kw, c/g, g, o/g]
  const grouped = weights.reshape([kernel[0], kernel[1], inputs, groups, perGroup]);
  const [perImage, perRow, perPixel] = stridesOf(slice.shape);
  const parts = new Map<string, Buffer>();
  for (const row of rows)
    for (const column of columns) {
      const both = [row, column] as const;
      const taps = [row.taps, column.taps] as const;
      if (taps[0] * taps[1] === 0) continue;
      const alone = rows.length * columns.length === 1;
      const small = [batch, row.count, column.count, channels];
      const phase = alone ? output : lowering.temporary(sizeOf(small), "phase of an input gradient");
      const convolution = {
        batch,
        channels: outputs,
        kernel: taps,
        outputs: channels,
        out: [row.count, column.count] as const,
        stride: [1, 1] as const,
        dilation: [row.dilation, column.dilation] as const,
        groups,
        output: phase,
      };
      // The taps of this phase: [taps, taps, o/g, g, c/g]
      const tapsOf = grouped
        .slice([row.tap, column.tap, 0, 0, 0], [...taps, inputs, groups, perGroup], [row.every, column.every, 1, 1, 1])
        .transpose([0, 1, 4, 3, 2]);
      const turned = lowering.temporary(sizeOf(tapsOf.shape), "turned kernel");
      const whole = [gradient.shape[1], gradient.shape[2]] as const;
      const full = [start[0], start[1]] as const;
      if (alone && lowering.winograd && fitsFull(convolution, full, whole)) {
        lowering.store(tapsOf, turned);
        const input = partOf(lowering, gradient, [0, 0], whole);
        convolve(lowering, { ...convolution, image: whole, input, weights: turned, full });
        return;
      }
      lowering.store(tapsOf.flip([0, 1]), turned);
      const from = both.map((phase) => phase.from);
      // Of all phases that begin there, so that they share it.
      const extent = [rows, columns].map((phases, axis) =>
        Math.max(...phases.filter((one) => one.taps > 0 && one.from === from[axis]).map(reachOf)),
      );
      convolve(lowering, {
        ...convolution,
        image: [extent[0], extent[1]],
        input: once(parts, `${from}`, () => partOf(lowering, gradient, from, extent)),
        weights: turned,
      });
      if (alone) return;
      const [offset, strides] = [
        row.first * perRow + column.first * perPixel,
        [stride[0] * perRow, stride[1] * perPixel],
      ];
      lowering.kernels.push({
        kind: "map",
        extents: small,
        terms: [{ op: "load", view: { buffer: phase, offset: 0, strides: stridesOf(small) } }],
        stores: [{ term: 0, view: { buffer: output, offset, strides: [perImage, ...strides, 1] }, accumulate: false }],
      });
    }
}

/** How many output gradients a phase needs along its axis. */
function reachOf({ count, taps, dilation }: Phase): number {
  return count + (taps - 1) * dilation;
}

/** The rows and columns of images from a place on, as many as `extent` says; zeros where they have none. */
function partOf(lowering: Lowering, images: Tensor, from: readonly number[], extent: readonly number[]): Buffer {
  const [batch, height, width, channels] = images.shape;
  const whole = [height, width].every((size, axis) => from[axis] === 0 && extent[axis] === size);
  if (whole && lowering.isLoaded(images)) return lowering.floatsOf(images);
  const shape = [batch, extent[0], extent[1], channels];
  const buffer = lowering.temporary(sizeOf(shape), "padded gradient");
  const [perImage, perRow, perPixel] = stridesOf(shape);
  const first = from.map((place) => Math.max(0, place));
  const size = [height, width].map((most, axis) =>
    Math.max(0, Math.min(most, from[axis] + extent[axis]) - first[axis]),
  );
  const there = images.slice([0, ...first, 0], [batch, ...size, channels]);
  const before = first.map((place, axis) => place - from[axis]);
  if (sizeOf(there.shape) < sizeOf(shape))
    lowering.kernels.push(fillAround(buffer, shape, [0, ...before, 0], there.shape));
  lowering.map(there, {
    buffer,
    offset: before[0] * perRow + before[1] * perPixel,
    strides: [perImage, perRow, perPixel, 1],
  });
  return buffer;
}
