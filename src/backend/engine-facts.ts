import { checksum } from "../files/checksum.ts";
import type { BackendName } from "./backend.ts";
import { type MultiplyAdd, multiplyAdd } from "./wasm/multiply-add.ts";

/** What the bits of a run depend on besides the program: how an engine computes. Plain JSON. */
export interface EngineFacts {
  /** How a product is added by relaxed SIMD: rounded once, rounded twice, or not at all, where there is no relaxed SIMD. */
  multiplyAdd: MultiplyAdd;
  /** A checksum of some results of Math, which standards leave open in the last bit: of the reference, which computes with them. */
  math?: string;
}

/** How this engine computes by a backend. Equal facts, equal bits. */
export async function engineFacts(backend: BackendName): Promise<EngineFacts> {
  return { multiplyAdd: await multiplyAdd(), ...(backend === "reference" && { math: checksum(mathResults()) }) };
}

/** What the reference computes with, at points all over. */
function mathResults(): Float64Array {
  // biome-ignore lint/plugin: these very functions are asked about.
  const { exp, expm1, log, log1p, log2, pow, sin, cos, tan, tanh, atan2, cbrt } = Math;
  const points = Array.from({ length: 64 }, (_, i) => (i + 1) * 0.37);
  return Float64Array.from(
    points.flatMap((x) => [
      ...[exp(-x), expm1(x / 64), log(x), log1p(x), log2(x), pow(x, 0.3)],
      ...[sin(x), cos(x), tan(x), tanh(x / 8), atan2(x, 3), cbrt(x)],
    ]),
  );
}
