import type { View } from "../../../plan/kernel.ts";

/** One operand of a product: a[line, k], a line being a row of a or a column of b. Strides by the axes of each. */
export interface ProductOperand {
  readonly view: Pick<View, "buffer" | "offset">;
  readonly batch: readonly number[];
  readonly lines: readonly number[];
  readonly inner: readonly number[];
}
