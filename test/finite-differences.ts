import { compile } from "../src/compile.ts";
import { type Shape, sizeOf } from "../src/graph/shape.ts";
import type { Tensor } from "../src/graph/tensor.ts";
import { RandomStream } from "../src/random.ts";
import { expectClose } from "./backends.ts";

export interface Argument {
  shape: Shape;
  data: Float64Array;
}

export interface DifferencesOptions {
  /** Which arguments are differentiated; all by default. */
  wrt?: readonly number[];
  /** Differences along this many random directions instead of along every coordinate, for large arguments. */
  directions?: number;
  eps?: number;
  atol?: number;
  rtol?: number;
}

/**
 * Checks the gradients of any function of tensors in float64: those of Σ f(…) · c, for a fixed random c, against central
 * differences. Gives back the gradients.
 */
export async function checkGradients(
  f: (...tensors: Tensor[]) => Tensor,
  args: readonly Argument[],
  { wrt = args.map((_, i) => i), directions, eps = 1e-6, atol = 1e-5, rtol = 1e-3 }: DifferencesOptions = {},
): Promise<Float64Array[]> {
  const weighed = await compile(weighedSum(f, args), { backend: "reference" });
  const all = [...args, await cotangentOf(f, args)];
  const { gradients } = await weighed.withGradients(...all);
  const valueAt = async (of: number, direction: Direction, moved: number): Promise<number> => {
    const data = args[of].data.map((x, k) => x + moved * direction(k));
    return (await weighed(...all.map((arg, i) => (i === of ? { ...arg, data } : arg)))).data[0];
  };
  for (const i of wrt) {
    const size = args[i].data.length;
    const along =
      directions === undefined || directions >= size ? coordinates(size) : randomDirections(directions, size);
    const differences = new Float64Array(along.length);
    for (const [k, direction] of along.entries())
      differences[k] = ((await valueAt(i, direction, eps)) - (await valueAt(i, direction, -eps))) / (2 * eps);
    const slopes = along.map((direction) =>
      Array.from(gradients[i].data).reduce((sum, g, k) => sum + g * direction(k), 0),
    );
    const largest = differences.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    const tolerance = (atol + rtol * largest) / Math.max(1, largest); // expectClose scales it by the largest again
    expectClose(slopes, differences, tolerance, `gradient ${i}`);
  }
  await weighed.close();
  return gradients.map(({ data }) => Float64Array.from(data));
}

/** How far each coordinate moves. */
type Direction = (coordinate: number) => number;

const coordinates = (size: number): Direction[] =>
  Array.from({ length: size }, (_, k) => (coordinate) => (coordinate === k ? 1 : 0));

/** Every coordinate moves by something in [−1, 1]. */
function randomDirections(count: number, size: number): Direction[] {
  const random = new RandomStream(1, "directions");
  const drawn = Array.from({ length: count }, () => Float64Array.from({ length: size }, () => random.between(-1, 1)));
  return drawn.map((moves) => (coordinate) => moves[coordinate]);
}

/** Σ f(…) · c, with c as a further argument. */
export function weighedSum(
  f: (...tensors: Tensor[]) => Tensor,
  args: readonly unknown[],
): (...tensors: Tensor[]) => Tensor {
  return (...tensors) =>
    f(...tensors.slice(0, args.length))
      .mul(tensors[args.length])
      .sum();
}

/** A fixed random weight for each number that f gives. */
export async function cotangentOf(f: (...tensors: Tensor[]) => Tensor, args: readonly Argument[]): Promise<Argument> {
  const plain = await compile(f, { backend: "reference" });
  const { shape } = await plain(...args);
  await plain.close();
  const random = new RandomStream(1, "cotangent");
  return { shape, data: Float64Array.from({ length: sizeOf(shape) }, () => random.between(0.5, 1.5)) };
}

/** Distinct numbers in [low, high] in random order, none of them 0: far from ties and from kinks at 0. */
export function distinctNumbers(shape: Shape, { seed = 1, low = -1.2, high = 1.2 } = {}): Argument {
  const size = sizeOf(shape);
  const order = new RandomStream(seed, "distinct numbers").permutation(size);
  const share = 0.25 + 0.13 * (seed % 4); // arguments of other seeds lie between these
  return { shape, data: Float64Array.from(order, (place) => low + ((high - low) * (place + share)) / size) };
}
