/**
 * Counter-based random numbers: Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
 *
 * A number is a pure function of (seed, purpose, index, position), so that initialization, shuffling, dropout masks and
 * generated data depend neither on the order in which they are drawn, nor on threads, nor on the backend.
 * Only exactly rounded operations (+ − × ÷ √) are used, so that every platform draws the same bits.
 */

const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9; // the golden ratio: the key schedule's Weyl increments
const W1 = 0xbb67ae85; // √3 − 1

/** Ten rounds of Philox over `counter` (four words) under `key` (two words), written to `out` (four words). */
export function philox4x32(
  counter: ArrayLike<number>,
  key: ArrayLike<number>,
  out: Uint32Array = new Uint32Array(4),
): Uint32Array {
  let [c0, c1, c2, c3] = [counter[0], counter[1], counter[2], counter[3]];
  let [k0, k1] = [key[0], key[1]];
  for (let round = 0; round < 10; round++) {
    const hi0 = multiplyHigh(M0, c0);
    const hi1 = multiplyHigh(M1, c2);
    const lo0 = Math.imul(M0, c0);
    const lo1 = Math.imul(M1, c2);
    c0 = (hi1 ^ c1 ^ k0) >>> 0;
    c1 = lo1 >>> 0;
    c2 = (hi0 ^ c3 ^ k1) >>> 0;
    c3 = lo0 >>> 0;
    k0 = (k0 + W0) >>> 0;
    k1 = (k1 + W1) >>> 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
  return out;
}

/** The upper 32 bits of the 64-bit product of two unsigned words, from four 16-bit products. */
function multiplyHigh(a: number, b: number): number {
  const [al, ah, bl, bh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = ah * bl + ((al * bl) >>> 16); // < 2^33: exact in a double
  const low = al * bh + (middle % 0x10000);
  return (ah * bh + Math.floor(middle / 0x10000) + Math.floor(low / 0x10000)) >>> 0;
}

/** 2^-24: a 24-bit integer times this is a uniform number in [0, 1) that both float32 and float64 hold exactly. */
export const UNIFORM_UNIT = 2 ** -24;
