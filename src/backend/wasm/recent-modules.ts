import type { StepSize } from "./thread-choice.ts";

/** How many programs are remembered: those of two variants of a comparison, with their evaluations and signals. */
const MOST = 16;
/** Of a program, at how many places. */
const PLACES = 4;

/** What is known of a program that was compiled before. */
export interface KnownProgram {
  /** Private memory that each thread needs, and the arena, in bytes. */
  readonly scratchBytes: number;
  readonly arenaBytes: number;
  /** Where several threads may work on it. */
  readonly size: StepSize | undefined;
  /** By where everything lies in memory. */
  readonly modules: Map<string, WebAssembly.Module>;
}

const known = new Map<string, KnownProgram>();

/**
 * The modules of the last programs, so that the second run of a comparison compiles nothing: a run with another seed has the same
 * programs, at the same places of its own memory.
 */
export const recentModules = {
  find(key: string): KnownProgram | undefined {
    return known.get(key);
  },
  keep(key: string, program: KnownProgram, places: string, module: WebAssembly.Module): void {
    keepLast(program.modules, places, module, PLACES);
    keepLast(known, key, program, MOST);
  },
};

function keepLast<V>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) if (map.size > most) map.delete(oldest);
}
