import { checksum } from "../files/checksum.ts";
import { type MultiplyAdd, multiplyAdd } from "./wasm/multiply-add.ts";

/** What the bits of a run depend on besides the program: how an engine computes. Plain JSON. */
export interface EngineFacts {
  /** How a product is added by relaxed SIMD: rounded once, rounded twice, or not at all, where there is no relaxed SIMD. */
  multiplyAdd: MultiplyAdd;
  /** A checksum of some results of Math, which standards leave open in the last bit. */
  math: string;
}

/** How this engine computes. Equal facts, equal bits. */
export async function engineFacts(): Promise<EngineFacts> {
  return { multiplyAdd: await multiplyAdd(), math: checksum(mathResults()) };
}

/** What schedules, initial weights, drawn data and metrics are computed with on the host, at points all over. */
function mathResults(): Float64Array {
  const { exp, expm1, log, log1p, log2, pow, sin, cos, tan, tanh, atan2, cbrt } = Math;
  const points = Array.from({ length: 64 }, (_, i) => (i + 1) * 0.37);
  return Float64Array.from(
    points.flatMap((x) => [
      ...[exp(-x), expm1(x / 64), log(x), log1p(x), log2(x), pow(x, 0.3)],
      ...[sin(x), cos(x), tan(x), tanh(x / 8), atan2(x, 3), cbrt(x)],
    ]),
  );
}
