/** sin x = x − x³/3! + x⁵/5! − …, and cos x = 1 − x²/2! + x⁴/4! − …: enough terms for float64 up to π/4. */
const SINE = coefficients(1);
const COSINE = coefficients(0);

/**
 * [cos 2πt, sin 2πt], to about 1e-16, by exactly rounded operations only: the same bits on every platform, which `Math.cos`
 * does not promise.
 */
export function direction(turns: number): readonly [number, number] {
  const quarters = Math.round(4 * turns);
  const angle = 2 * Math.PI * (turns - quarters / 4);
  const x = series(COSINE, angle * angle);
  const y = angle * series(SINE, angle * angle);
  return [[x, y] as const, [-y, x] as const, [-x, -y] as const, [y, -x] as const][((quarters % 4) + 4) % 4];
}

function coefficients(power: 0 | 1): number[] {
  let factorial = 1;
  return Array.from({ length: 10 }, (_, k) => {
    for (let n = Math.max(1, 2 * k - 1 + power); n <= 2 * k + power; n++) factorial *= n;
    return (k % 2 === 0 ? 1 : -1) / factorial;
  });
}

/** Horner's rule, from the constant term upward. */
function series(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}
