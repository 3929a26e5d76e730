import type { View } from "../../plan/kernel.ts";

/** One dispatch: what computes, how much of it, and on what. */
export interface Shader {
  /**
   * A whole module, by `moduleOf`, with the entry point `main`. Equal text is compiled once, so what differs from kernel to
   * kernel of the same shape (places in memory, the stream of a random number) comes as an argument.
   */
  readonly code: string;
  /** The same for several shaders of this code in one dispatch, with room for so many `members`. */
  joint(members: number): string;
  /** How many arguments there are, constants among them. */
  readonly count: number;
  /** Workgroups along x, y and z; see `gridOf`. */
  readonly workgroups: readonly [x: number, y: number, z: number];
  /** The views whose first elements `argument(0)`, `argument(1)`, … are: in words, of bytes (`uint8`) in bytes. */
  readonly arguments: readonly Pick<View, "buffer" | "offset">[];
  /** Further arguments behind them, unsigned. */
  readonly constants?: readonly number[];
}

/** Where a buffer lies: each is one binding. */
export type Room = "memory" | "feeds" | "results";

/** Variables and intermediate results lie in one buffer, bound once; the feeds and the results of queued steps in one each. */
export function roomOf({ buffer }: Pick<View, "buffer">): Room {
  if (buffer.kind === "input") return "feeds";
  return buffer.kind === "output" ? "results" : "memory";
}

/** The most workgroups along one dimension, in every implementation. */
const MOST_GROUPS = 65_535;

/** As many workgroups as needed, in rows where there are more than one dimension may have: `groupNumber` counts them. */
export function gridOf(groups: number): [x: number, y: number, z: number] {
  if (groups <= MOST_GROUPS) return [groups, 1, 1];
  const rows = Math.ceil(groups / MOST_GROUPS);
  return [Math.ceil(groups / rows), rows, 1];
}

/** The bindings of group 0 in every shader, in this order. */
export const BINDINGS = ["memory", "feeds", "results", "uniforms"] as const;

/** The i-th argument of a shader, in its code. */
export function argument(i: number): string {
  return `argument${i}`;
}
