import type { Shape } from "../graph/shape.ts";
import type { Tensor } from "../graph/tensor.ts";

/**
 * Independent numbers from N(0, 1), of two uniform ones each: √(−2 ln u) · cos 2πv (Box and Muller 1958), or sin 2π(¼ − v)
 * with v folded into [0, ½], so that the angle stays in [−π/2, π/2], where a short series is exact in float32.
 */
export function normal(random: (shape: Shape) => Tensor, shape: Shape): Tensor {
  const radius = random(shape).neg().add(1).log().mul(-2).sqrt(); // u in (0, 1], so that the logarithm is finite
  const folded = random(shape).sub(0.5).abs(); // v and 1 − v have one cosine
  return radius.mul(sine(folded.sub(0.25).mul(2 * Math.PI)));
}

/** sin x for |x| ≤ π/2: x − x³/3! + x⁵/5! … to x¹³, which leaves 7e-10. */
function sine(x: Tensor): Tensor {
  const square = x.square();
  const series = [13 * 12, 11 * 10, 9 * 8, 7 * 6, 5 * 4, 3 * 2].reduce<Tensor | undefined>((rest, factor) => {
    const term = square.mul(-1 / factor);
    return rest === undefined ? term.add(1) : term.mul(rest).add(1);
  }, undefined) as Tensor;
  return x.mul(series);
}
