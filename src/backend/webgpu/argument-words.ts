import { powerOfTwoFrom } from "../../exact-math/power-of-two-from.ts";
/** What a shader is given, unsigned, and in how many workgroups it runs. */
export interface Given {
  readonly own: readonly number[];
  readonly groups: number;
}

/** The bits of infinity and of a number that is none, and zeros. */
const ALWAYS = [0x7f800000, 0x7fc00000, 0, 0];
/** Behind the last member. */
const NONE = 0xffffffff;

/** The most words that are bound: 16 kB, in every implementation. */
const MOST_WORDS = 4096;
const MOST_MEMBERS = 256;

/** The words of a shader's arguments: those that are always there, then its own, a multiple of four. */
export function argumentWords(own: readonly number[]): Uint32Array {
  return Uint32Array.from([...ALWAYS, ...byFours(own)]);
}

/** How many members a joint shader for some of them may have: a power of two, so that few different ones are compiled. */
export function membersOf(count: number): number {
  return Math.max(4, powerOfTwoFrom(count));
}

/** The most shaders with so many arguments that one dispatch can be of. */
export function mostMembers(count: number): number {
  let members = MOST_MEMBERS;
  while (4 + members + members * 4 * Math.ceil(count / 4) > MOST_WORDS) members /= 2;
  return members;
}

/** The words of a joint shader: those that are always there, the first group of each member, then the arguments of each. */
export function jointWords(given: readonly Given[]): Uint32Array {
  const members = membersOf(given.length);
  let groups = 0;
  const firsts = given.map((one) => {
    groups += one.groups;
    return groups - one.groups;
  });
  const none = new Array<number>(members - given.length).fill(NONE);
  const own = given.flatMap((one) => byFours(one.own));
  const words = new Uint32Array(4 + members + (members / given.length) * own.length);
  words.set([...ALWAYS, ...firsts, ...none, ...own]);
  return words;
}

function byFours(words: readonly number[]): number[] {
  return [...words, ...new Array<number>(-words.length & 3).fill(0)];
}
