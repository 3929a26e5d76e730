import type { Measured } from "../examination.ts";

/** The mean of numbers with its standard error; `each` is how many samples one of them stands for. */
export function meanOf(numbers: ArrayLike<number>, each = 1): Measured {
  const n = numbers.length;
  let [sum, squares] = [0, 0];
  for (let i = 0; i < n; i++) sum += numbers[i];
  const mean = sum / n;
  for (let i = 0; i < n; i++) squares += (numbers[i] - mean) ** 2;
  return { mean, error: n < 2 ? Number.NaN : Math.sqrt(squares / (n - 1) / n), count: n * each };
}
