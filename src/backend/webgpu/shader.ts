import type { View } from "../../plan/kernel.ts";

/** One dispatch: what computes, how much of it, and on what. */
export interface Shader {
  /**
   * A whole module, by `moduleOf`, with the entry point `main`. Equal text is compiled
   * once, so what differs from kernel to kernel of the same shape (places in memory, the stream of a random number) comes as
   * an argument.
   */
  readonly code: string;
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

/** How many arguments lie before those of a shader: the bits of infinity and of a number that is none. */
const GIVEN = 4;

/** The words of a shader's arguments: [∞, NaN, 0, 0, then its own], a multiple of four. */
export function argumentWords(own: readonly number[]): Uint32Array {
  const words = new Uint32Array(Math.ceil((GIVEN + own.length) / 4) * 4);
  words.set([0x7f800000, 0x7fc00000, 0, 0, ...own]);
  return words;
}

/**
 * A whole module. Memory is words (`u32`): what is a float is `bitcast<f32>(memory[i])`, since a compiler may assume of floats
 * that they are finite. `count`: how many arguments there are, constants among them. `vec4` in `words` declares that room as
 * `array<vec4<u32>>`, for loads of four neighbors.
 */
export function moduleOf(code: string, count: number, words: Partial<Record<Room, "u32" | "vec4<u32>">> = {}): string {
  const type = (room: Room) => `array<${words[room] ?? "u32"}>`;
  return `@group(0) @binding(0) var<storage, read_write> memory: ${type("memory")};
@group(0) @binding(1) var<storage, read> feeds: ${type("feeds")};
@group(0) @binding(2) var<storage, read_write> results: ${type("results")};
@group(0) @binding(3) var<uniform> uniforms: array<vec4<u32>, ${Math.ceil((GIVEN + count) / 4)}>;
fn infinity() -> f32 { return bitcast<f32>(uniforms[0].x); }
fn notANumber() -> f32 { return bitcast<f32>(uniforms[0].y); }
${code}`;
}

/** The i-th argument of a shader, in its code. */
export function argument(i: number): string {
  const at = GIVEN + i;
  return `uniforms[${at >> 2}].${"xyzw"[at & 3]}`;
}
