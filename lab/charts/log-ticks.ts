/** Round values of a log axis: powers of ten, with twice and five times them where those are few. */
export function logTicks(low: number, high: number): number[] {
  const powers: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) powers.push(power);
  const factors = powers.length > 3 ? [1] : [1, 2, 5];
  const sparse = Math.ceil(powers.length / 6);
  return powers
    .filter((_, i) => i % sparse === 0)
    .flatMap((power) => factors.map((factor) => Number(`${factor}e${power}`)))
    .filter((value) => value >= low && value <= high);
}
