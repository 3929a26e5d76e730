import type { RandomStream } from "../random.ts";
import type { NumberArray } from "./dataset.ts";

/**
 * Draws `size` of `candidates`; both halves keep the order of the candidates.
 *
 * Systematic sampling: the candidates are shuffled within each class, and every (n / size)-th is picked from a random start
 * on. This gives exactly `size` of them, and each class in proportion to within one sample. Then each class without a
 * sample in the half `needed` gets one there, in exchange for a sample of a class that has several.
 */
export function pick(
  candidates: Uint32Array,
  size: number,
  random: RandomStream,
  labels: NumberArray | undefined,
  needed: "picked" | "rest",
): { picked: Uint32Array; rest: Uint32Array } {
  const n = candidates.length;
  const classes = groups(random.permutation(n), (position) => labels?.[candidates[position]] ?? 0);
  const start = random.integer(n);
  const isPicked = new Uint8Array(n);
  classes.flat().forEach((position, i) => {
    const before = Math.floor((i * size + start) / n);
    const after = Math.floor(((i + 1) * size + start) / n);
    if (after > before) isPicked[position] = 1;
  });
  exchange(classes, isPicked, needed === "picked" ? 1 : 0);
  return {
    picked: candidates.filter((_, i) => isPicked[i] === 1),
    rest: candidates.filter((_, i) => isPicked[i] === 0),
  };
}

/** Gives each class without a sample in the half `side` one, as long as other classes have more than one there. */
function exchange(classes: readonly (readonly number[])[], isPicked: Uint8Array, side: 0 | 1): void {
  const other = side === 1 ? 0 : 1;
  const onSide = classes.map((positions) => positions.filter((position) => isPicked[position] === side));
  const lacking = classes.filter((_, i) => onSide[i].length === 0);
  // The class with the largest share there gives first, which stays closest to proportion.
  const giving = onSide
    .map((positions, i) => ({ positions, share: positions.length / classes[i].length }))
    .filter(({ positions }) => positions.length > 1)
    .sort((a, b) => b.share - a.share);
  for (let turn = 0; lacking.length > 0 && giving.length > 0; turn++) {
    const at = turn % giving.length;
    isPicked[giving[at].positions.pop() as number] = other;
    isPicked[(lacking.pop() as readonly number[])[0]] = side;
    if (giving[at].positions.length === 1) giving.splice(at, 1);
  }
}

/** The positions of each class, in their order; classes by number. */
export function groups(positions: Uint32Array, classOf: (position: number) => number): number[][] {
  const groups = new Map<number, number[]>();
  for (const position of positions) {
    const group = groups.get(classOf(position));
    if (group === undefined) groups.set(classOf(position), [position]);
    else group.push(position);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group);
}
