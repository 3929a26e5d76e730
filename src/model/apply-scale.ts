import type { LinearScale } from "../data/scaling.ts";
import type { Tensor } from "../graph/tensor.ts";

/** Inputs as a model sees them: (x − subtract) · multiply. */
export function scaled(x: Tensor, { subtract, multiply }: LinearScale): Tensor {
  return x.sub(subtract).mul(multiply);
}
