/** The mean and the standard deviation of many numbers, each seen several times: Welford 1962, in float64. */
export class Spread {
  readonly #mean: Float64Array;
  readonly #squares: Float64Array;

  constructor(length: number) {
    this.#mean = new Float64Array(length);
    this.#squares = new Float64Array(length);
  }

  /** Adds the n-th sight (counted from 1) of the numbers from `start` on. */
  add(values: ArrayLike<number>, start: number, n: number): void {
    for (let i = 0; i < values.length; i++) {
      const before = values[i] - this.#mean[start + i];
      this.#mean[start + i] += before / n;
      this.#squares[start + i] += before * (values[i] - this.#mean[start + i]);
    }
  }

  /** After n sights of each; the deviation is that of the population they are drawn from (divided by n − 1). */
  over(n: number): { data: Float32Array; deviation: Float32Array } {
    return {
      data: Float32Array.from(this.#mean),
      deviation: Float32Array.from(this.#squares, (sum) => Math.sqrt(sum / (n - 1))),
    };
  }
}
