/** The mean and the standard deviation of many numbers, each seen several times: Welford 1962, in float64. */
export class RunningMoments {
  readonly #mean: Float64Array;
  readonly #squares: Float64Array;

  constructor(length: number) {
    this.#mean = new Float64Array(length);
    this.#squares = new Float64Array(length);
  }

  /** Adds what the numbers from `start` on are at the n-th time, counted from 1. */
  add(values: ArrayLike<number>, start: number, n: number): void {
    for (let i = 0; i < values.length; i++) {
      const before = values[i] - this.#mean[start + i];
      this.#mean[start + i] += before / n;
      this.#squares[start + i] += before * (values[i] - this.#mean[start + i]);
    }
  }

  /** After n times; std is that of the population they are drawn from (divided by n − 1). */
  over(n: number): { data: Float32Array; std: Float32Array } {
    return {
      data: Float32Array.from(this.#mean),
      std: Float32Array.from(this.#squares, (sum) => Math.sqrt(sum / (n - 1))),
    };
  }
}
