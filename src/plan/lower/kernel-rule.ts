import type { Primitive } from "../../graph/primitives.ts";
import type { Tensor } from "../../graph/tensor.ts";
import type { Buffer } from "../kernel.ts";
import type { Lowering } from "./lowering.ts";

/** Adds the kernels that compute a node, from operands in memory, into a buffer. */
export type KernelRule<P extends Primitive> = (lowering: Lowering, node: Tensor<P>, output: Buffer) => void;
