import type { LinearScale } from "../data/scaling.ts";
import type { Tensor } from "../graph/tensor.ts";

/** (x − subtract) · multiply: inputs as a model sees them. */
export function applyScale(x: Tensor, { subtract, multiply }: LinearScale): Tensor {
  return x.sub(subtract).mul(multiply);
}
