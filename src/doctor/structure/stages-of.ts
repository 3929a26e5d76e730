import { innerOptimizers } from "../../optimize/inner-optimizers.ts";
import type { Optimizer } from "../../optimize/optimizer.ts";

/** An optimizer with all that it is made of. */
export function stagesOf(optimizer: Optimizer): Optimizer[] {
  return [optimizer, ...innerOptimizers(optimizer).flatMap(stagesOf)];
}
