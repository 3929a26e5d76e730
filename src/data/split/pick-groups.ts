import type { RandomStream } from "../../random.ts";
import { groups } from "../pick.ts";

/**
 * Draws whole groups of `candidates` with about `size` of them in all: in random order each group that still fits, then one
 * that is too large if this comes nearer. At least one group is drawn, and at least `left` are not. Both halves keep the
 * order of the candidates.
 */
export function pickGroups(
  candidates: Uint32Array,
  size: number,
  random: RandomStream,
  groupOf: ArrayLike<number>,
  left: number,
): { picked: Uint32Array; rest: Uint32Array } {
  const all = groups(candidates, (row) => groupOf[row]);
  const drawn = Array.from(random.permutation(all.length), (i) => all[i]);
  const chosen = new Set<number>();
  let room = size;
  const choose = (group: readonly number[]) => {
    chosen.add(groupOf[group[0]]);
    room -= group.length;
  };
  for (const group of drawn) if (group.length <= room && chosen.size < all.length - left) choose(group);
  const others = drawn.filter((group) => !chosen.has(groupOf[group[0]])).sort((a, b) => a.length - b.length);
  const nearer = others[0].length - room < room;
  if (chosen.size === 0 || (nearer && others.length > left)) choose(others[0]);
  return {
    picked: candidates.filter((row) => chosen.has(groupOf[row])),
    rest: candidates.filter((row) => !chosen.has(groupOf[row])),
  };
}
