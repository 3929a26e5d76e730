import type { Tensor } from "../../../graph/tensor.ts";
import type { Buffer, ConvolutionSizes } from "../../kernel.ts";
import type { ProductSizes } from "../../plan-options.ts";
import { SHARE } from "../../schedule/tiling.ts";
import type { Lowering } from "../lowering.ts";
import { convolve, sizesOf } from "./convolve.ts";
import { tileOf } from "./winograd.ts";

/** y = conv(x, w) */
export function convolution(lowering: Lowering, node: Tensor<"conv2d">, output: Buffer): void {
  const [image, kernel] = node.operands;
  const [input, weights] = [lowering.floatsOf(image), lowering.floatsOf(kernel)];
  convolve(lowering, { ...sizesOf(node, { image, kernel, out: node }), input, weights, output });
}

/** Numbers that the partial sums of one kernel gradient may take. */
const PARTIAL_LIMIT = 1 << 22;
/**
 * Parts of the batch with sums of their own: work for as many threads, but each part costs memory for its sums and a pass
 * over them. Fewer in Winograd's form, whose parts also transform their sums. Chosen for a few threads rather than tuned;
 * they decide the order of the sums, and so the last bits of every training run.
 */
const CHUNKS = { direct: 16, winograd: 8 };

/** A part reads a block's share of the output gradient if that takes no more parts than these: it joins the sweep that writes it. */
const MOST_CHUNKS = 64;

/** Parts in Winograd's form: more of them where each then finds its share of the output gradient in the second-level cache. */
function chunksOf({ batch, out, outputs }: ConvolutionSizes): number {
  const bytes = 4 * batch * out[0] * out[1] * outputs;
  for (let chunks = CHUNKS.winograd; chunks <= MOST_CHUNKS && batch % chunks === 0; chunks *= 2)
    if (bytes <= chunks * SHARE) return chunks;
  return CHUNKS.winograd;
}

/** dw = Σ over pixels of x · dy, the batch in fixed chunks, so that threads share the work and yet every sum has one order. */
export function kernelGradient(lowering: Lowering, node: Tensor<"conv2dKernelGradient">, output: Buffer): void {
  const [image, out] = node.operands;
  const [input, gradient] = [lowering.floatsOf(image), lowering.floatsOf(out)];
  const sizes = sizesOf(node, { image, kernel: node, out });
  const winograd = lowering.winograd ? tileOf(sizes) : undefined;
  const batch = Math.max(1, sizes.batch);
  const usual = winograd === undefined ? CHUNKS.direct : chunksOf(sizes);
  const wanted = lowering.partsOf?.(productOf(sizes)) ?? usual;
  const most = Math.max(1, Math.min(batch, wanted, Math.floor(PARTIAL_LIMIT / Math.max(1, output.size))));
  // Where parts are asked for, those behind the last image are left out.
  const chunks = lowering.partsOf === undefined ? most : Math.ceil(batch / Math.ceil(batch / most));
  const sums = chunks === 1 ? output : lowering.temporary(chunks * output.size, "partial kernel gradients");
  if (sizes.batch === 0 || sizes.out[0] * sizes.out[1] === 0) lowering.kernels.push({ kind: "fill", buffer: output });
  else lowering.kernels.push({ kind: "kernelGradient", ...sizes, chunks, winograd, input, gradient, output: sums });
  if (chunks === 1) return;
  lowering.kernels.push({
    kind: "reduce",
    extents: [chunks, output.size],
    reduced: [true, false],
    terms: [{ op: "load", view: { buffer: sums, offset: 0, strides: [output.size, 1] } }],
    results: [{ op: "sum", term: 0, view: { buffer: output, offset: 0, strides: [0, 1] } }],
  });
}

/** A kernel's gradient as a product: dw[tap, o] = Σ over pixels of x[pixel, tap] · dy[pixel, o] */
function productOf({ batch, out, kernel, channels, outputs, groups }: ConvolutionSizes): ProductSizes {
  const m = (kernel[0] * kernel[1] * channels) / groups;
  return { batch: groups, m, n: outputs / groups, k: batch * out[0] * out[1] };
}
