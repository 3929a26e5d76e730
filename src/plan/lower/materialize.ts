import { isElementwise, type Primitive } from "../../graph/primitives.ts";
import type { Program } from "../../graph/program.ts";
import { sizeOf } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { isView, joinsAxes } from "./access.ts";
import { hasOwnKernel } from "./kernel-rules.ts";
import { weightOf } from "./weight-of.ts";

/** A value with several readers is computed again for each of them up to this cost. */
const SHARED_LIMIT = 12;
/** No single expression grows beyond this. */
const EXPRESSION_LIMIT = 80;

/**
 * The nodes whose values are written to memory; all others are computed inside the kernels that read them. An elementwise
 * value is stored if it is expensive and used more than once, or repeated by a broadcast.
 */
export function materialized({ nodes, outputs }: Program): Set<Tensor> {
  const inMemory = new Set<Tensor>(nodes.filter(hasOwnKernel));
  for (const node of Object.values(outputs)) inMemory.add(node);
  const reads = new Map<Tensor, number>();
  for (const { operands } of nodes) for (const operand of operands) reads.set(operand, (reads.get(operand) ?? 0) + 1);
  const cost = new Map<Tensor, number>();
  const costOf = (node: Tensor) => (inMemory.has(node) ? 1 : (cost.get(node) as number));

  for (const node of nodes) {
    for (const operand of readContiguously(node)) inMemory.add(contiguousSource(operand));
    for (const operand of readInMemory(node)) inMemory.add(sourceOf(operand));
    if (node.is("broadcast") && repeats(node) && costOf(node.operands[0]) > 1) inMemory.add(sourceOf(node.operands[0]));

    const own = isElementwise(node.primitive) ? weightOf(node.primitive) : 0;
    let total = own;
    for (const operand of node.operands) total += costOf(operand);
    cost.set(node, total);
    if (own === 0) continue;
    const limit = (reads.get(node) ?? 0) > 1 ? SHARED_LIMIT : EXPRESSION_LIMIT;
    if (total > limit) inMemory.add(node);
  }
  return inMemory;
}

/** The operands that this node reads as they lie in row-major memory. */
function readContiguously(node: Tensor): readonly Tensor[] {
  if (node.is("reshape")) return joinsAxes(node.operands[0].shape, node.shape) ? node.operands : NONE;
  return CONTIGUOUS_READERS.has(node.primitive) ? node.operands : NONE;
}

const NONE: readonly Tensor[] = [];
const CONTIGUOUS_READERS: ReadonlySet<Primitive> = new Set<Primitive>([
  "gather",
  "scatterAdd",
  "conv2d",
  "conv2dInputGradient",
  "conv2dKernelGradient",
]);

/** The operands that this node cannot compute on the fly, but can read through any view. */
function readInMemory(node: Tensor): readonly Tensor[] {
  return node.is("matmul") || (node.is("window") && overlaps(node)) ? node.operands : NONE;
}

/** The node that has the same row-major memory as `node`. */
function contiguousSource(node: Tensor): Tensor {
  let source = node;
  while (source.is("reshape") || source.is("stopGradient")) source = source.operands[0];
  return source;
}

/** The node to write to memory so that `node` can be read from there: itself, or what it is an affine view of. */
function sourceOf(node: Tensor): Tensor {
  let source = node;
  while (isView(source) && !(source.is("reshape") && joinsAxes(source.operands[0].shape, source.shape)))
    source = source.operands[0];
  return source.is("constant") || source.is("iota") ? node : source;
}

function repeats(node: Tensor<"broadcast">): boolean {
  return sizeOf(node.shape) >= 2 * sizeOf(node.operands[0].shape);
}

function overlaps({ attributes: { size, stride } }: Tensor<"window">): boolean {
  return size[0] > stride[0] || size[1] > stride[1];
}
