/** Threads of a workgroup, where its memory lets them be that many. */
const THREADS = 256;
/** Words of workgroup memory: 16 kB, in every implementation. */
const WORDS = 4096;
/** Fewer numbers of a result are not worth a thread of their own. */
const GRAIN = 16;
/** About so many threads keep a GPU busy. */
const BUSY = 2 ** 16;
/** Neighbors that read memory together. */
const TOGETHER = 32;

/** How a reduction is dealt out: `threads` of a workgroup are `strands` for each of some neighboring results. */
export interface Strands {
  threads: number;
  strands: number;
}

/**
 * Decided by sizes alone: how many results, of how many numbers each, with how many words of workgroup memory a thread, and
 * whether neighboring numbers belong to one result.
 */
export function strandsOf(results: number, length: number, words: number, neighbors: boolean): Strands {
  const threads = Math.min(THREADS, powerOfTwo(WORDS / words));
  const wanted = Math.max(neighbors ? TOGETHER : 1, powerOfTwo(BUSY / results));
  return { threads, strands: Math.min(threads, powerOfTwo(length / GRAIN), wanted) };
}

/** The largest power of two that is not above x, 1 at least. */
function powerOfTwo(x: number): number {
  return x < 2 ? 1 : 2 ** (31 - Math.clz32(x));
}
