import type { Executable } from "../backend/backend.ts";
import { openDevice } from "../backend/open.ts";
import { createProgram, type Program } from "../graph/program.ts";
import type { Tensor } from "../graph/tensor.ts";

/** Numbers for the inputs of programs, by their names. */
export type Numbers = Readonly<Record<string, Float64Array | Uint32Array>>;

/** ε: rounding, 1e-16 / ε of the loss, stays below the error of the difference, ε/2 of the second derivative. */
const STEP = 1e-6;

/** Finite differences of one number. */
export class FiniteDifferences {
  readonly #forward: Executable;
  readonly #feed: Record<string, Float64Array>;
  readonly #here: number;

  private constructor(forward: Executable, feed: Record<string, Float64Array>, here: number) {
    this.#forward = forward;
    this.#feed = feed;
    this.#here = here;
  }

  static async of(value: Tensor, numbers: Numbers): Promise<FiniteDifferences> {
    const program = createProgram({ value });
    const feed = feedOf(program, numbers) as Record<string, Float64Array>;
    const device = await openDevice({ backend: "reference" });
    const forward = await device.compile(program);
    const [fetched] = await forward.run([feed]);
    return new FiniteDifferences(forward, feed, fetched.value[0]);
  }

  /**
   * The largest relative error of a gradient over some of its elements. At a kink any slope between those of its two sides
   * is right, so the error is the distance from that interval.
   */
  async check(name: string, gradient: ArrayLike<number>, elements: readonly number[]) {
    const slopes: { element: number; low: number; high: number }[] = [];
    for (const element of elements) {
      const [up, down] = [await this.#slope(name, element, STEP), await this.#slope(name, element, -STEP)];
      slopes.push({ element, low: Math.min(up, down), high: Math.max(up, down) });
    }
    // Differences of small elements are inexact: errors are relative to a thousandth of the largest slope at least.
    const largest = Math.max(...slopes.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]));
    return slopes
      .map(({ element, low, high }) => {
        const g = gradient[element];
        const nearest = Math.min(high, Math.max(low, g));
        const size = Math.max(Math.abs(g), Math.abs(nearest), largest / 1000, 1e-7);
        return { error: Math.abs(g - nearest) / size, element, backPropagated: g, difference: nearest };
      })
      .reduce((worst, other) => (other.error > worst.error || Number.isNaN(other.error) ? other : worst));
  }

  async #slope(name: string, element: number, step: number): Promise<number> {
    const own = this.#feed[name];
    if (own === undefined) return 0; // the value does not depend on it
    const data = own.slice();
    data[element] += step;
    const [{ value }] = await this.#forward.run([{ ...this.#feed, [name]: data }]);
    return (value[0] - this.#here) / step;
  }
}

/** Those that a program reads. */
export function feedOf(program: Program, numbers: Numbers): Record<string, Float64Array | Uint32Array> {
  return Object.fromEntries(program.inputs.map(({ attributes: { name } }) => [name, numbers[name]]));
}
