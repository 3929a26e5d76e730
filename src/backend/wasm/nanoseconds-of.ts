import type { Primitive } from "../../graph/primitives.ts";
import { sizeOf } from "../../graph/shape.ts";
import { type Kernel, type Term, withoutSweeps } from "../../plan/kernel.ts";
import type { Plan } from "../../plan/plan.ts";

/** What a kernel costs beside its numbers: a call, and entering its loops. */
const CALL = 100;
/** Multiply-and-adds in a nanosecond, and in Winograd's form. */
const [PRODUCTS, WINOGRAD] = [30, 75];
/** For one number: of an expression's step, of one by a polynomial or a division, of random numbers, of a row that is added. */
const [STEP, LONG_STEP, RANDOM, SCATTERED] = [0.07, 0.6, 1.5, 1];

const LONG_STEPS: ReadonlySet<Primitive> = new Set<Primitive>([
  "div",
  "sqrt",
  "exp",
  "expm1",
  "log",
  "tanh",
  "sigmoid",
  "softplus",
  "erf",
]);

/** About how many nanoseconds a plan takes on one thread, to decide how many are worth it: right within a factor of two. */
export function nanosecondsOf({ phases }: Pick<Plan, "phases">): number {
  return withoutSweeps(phases.flat()).reduce((sum, kernel) => sum + CALL + ofKernel(kernel), 0);
}

function ofKernel(kernel: Kernel): number {
  switch (kernel.kind) {
    case "map":
    case "reduce":
      return sizeOf(kernel.extents) * kernel.terms.reduce((sum, term) => sum + ofTerm(term), 0);
    case "matmul":
      return (kernel.batch * kernel.m * kernel.n * kernel.k) / PRODUCTS;
    case "convolution":
    case "inputGradient":
    case "kernelGradient": {
      const { batch, out, outputs, kernel: size, channels, groups } = kernel;
      const products = (batch * sizeOf(out) * outputs * sizeOf(size) * channels) / groups;
      return products / ("winograd" in kernel && kernel.winograd ? WINOGRAD : PRODUCTS);
    }
    case "random":
      return RANDOM * kernel.buffer.size;
    case "scatter":
      return SCATTERED * kernel.values.size;
    default: // zeros, transformed kernels
      return "buffer" in kernel ? STEP * kernel.buffer.size : 0;
  }
}

function ofTerm({ op }: Term): number {
  return LONG_STEPS.has(op as Primitive) ? LONG_STEP : STEP;
}
