import type { Shape } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { UNIFORM_UNIT } from "../../random/philox.ts";
import type { LayerContext } from "../layer.ts";

/** 1 with probability 1 − rate, else 0: the mask of all kinds of dropout. */
export function dropoutMask({ random }: Pick<LayerContext, "random">, shape: Shape, rate: number): Tensor {
  const keep = Math.round((1 - rate) / UNIFORM_UNIT) * UNIFORM_UNIT; // exact in float32 and float64
  return random(shape).less(keep);
}
