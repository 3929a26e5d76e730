import { compile } from "../compile.ts";
import type { Tensor } from "../graph/tensor.ts";

/** Why inputs belong in [−1, 1], in float32 numbers that the engine computes. Plain JSON. */
export interface ScalingFacts {
  /** Sums of a large and a small number. */
  sums: { large: number; small: number; sum: number }[];
  /** The distance from a float32 number to the next larger one. */
  spacings: { at: number; spacing: number }[];
  /** The derivatives of activations. */
  slopes: { x: number; tanh: number; sigmoid: number; relu: number }[];
}

const SUMS = [
  [1e10, 1e-10],
  [1e10, 500],
  [1, 1e-10],
  [1, 0.01],
] as const;
const MAGNITUDES = [0.01, 1, 255, 1e4, 1e7, 1e10];
const INPUTS = [0, 1, 2, 5, 10, 255];

/** Computes them on the wasm backend. */
export async function scalingFacts(): Promise<ScalingFacts> {
  const sums = await values((a, b) => a.add(b), [SUMS.map(([large]) => large), SUMS.map(([, small]) => small)]);
  // The spacing is the least power of two d for which (x + d) − x is d.
  const powers = Array.from({ length: 64 }, (_, i) => 2 ** (i - 40));
  const pairs = MAGNITUDES.flatMap((x) => powers.map((d) => [x, d] as const));
  const added = await values((x, d) => x.add(d).sub(x), [pairs.map(([x]) => x), pairs.map(([, d]) => d)]);
  const [tanh, sigmoid, relu] = [
    await slopes((x) => x.tanh()),
    await slopes((x) => x.sigmoid()),
    await slopes((x) => x.relu()),
  ];
  return {
    sums: SUMS.map(([large, small], i) => ({ large, small, sum: sums[i] })),
    spacings: MAGNITUDES.map((at, i) => {
      const own = added.slice(i * powers.length, (i + 1) * powers.length);
      return { at, spacing: powers.find((d, k) => own[k] === d) as number };
    }),
    slopes: INPUTS.map((x, i) => ({ x, tanh: tanh[i], sigmoid: sigmoid[i], relu: relu[i] })),
  };
}

async function values(f: (...tensors: Tensor[]) => Tensor, args: readonly number[][]): Promise<number[]> {
  const compiled = await compile(f, { backend: "wasm" });
  const { data } = await compiled(...args.map((data) => ({ shape: [data.length], data })));
  await compiled.close();
  return Array.from(data);
}

/** dy/dx at `INPUTS`, by back-propagation. */
async function slopes(f: (x: Tensor) => Tensor): Promise<number[]> {
  const compiled = await compile((x) => f(x).sum(), { backend: "wasm" });
  const { gradients } = await compiled.withGradients({ shape: [INPUTS.length], data: INPUTS });
  await compiled.close();
  return Array.from(gradients[0].data);
}
