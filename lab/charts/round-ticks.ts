/** Round steps, and the least of what is wanted for which each is nearest by its ratio. */
const STEPS = [
  [10, Math.sqrt(50)],
  [5, Math.sqrt(10)],
  [2, Math.sqrt(2)],
] as const;

/** About so many round numbers from one number to another, evenly: steps are 1, 2 or 5 of a power of ten. */
export function roundTicks(from: number, to: number, count: number): number[] {
  const [low, high] = from < to ? [from, to] : [to, from];
  const rough = (high - low) / count;
  if (!(rough > 0 && Number.isFinite(rough))) return [low];
  const power = Number(`1e${Math.floor(Math.log10(rough))}`);
  const factor = STEPS.find(([, least]) => rough / power >= least)?.[0] ?? 1;
  const step = factor * power;
  const [first, last] = [Math.ceil(low / step), Math.floor(high / step)];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
