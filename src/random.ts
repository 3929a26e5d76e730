import { horner } from "./exact-math/horner.ts";
import { refused } from "./options.ts";
import { philox4x32, UNIFORM_UNIT } from "./random/philox.ts";

/** The two key words of a seed: any non-negative safe integer. */
export function seedKey(seed: number): [number, number] {
  return [seed >>> 0, Math.floor(seed / 0x100000000) >>> 0];
}

/** A number for each purpose ("shuffle", "init/dense.kernel"): FNV-1a over its UTF-16 units. */
export function purposeWord(purpose: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < purpose.length; i++) hash = Math.imul(hash ^ purpose.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/**
 * One sequence of random numbers, addressed by (seed, purpose, index): `new RandomStream(1, "shuffle", epoch)`.
 * Streams of different addresses are independent; the same address always gives the same numbers.
 */
export class RandomStream {
  readonly #key: [number, number];
  readonly #counter: Uint32Array;
  readonly #block = new Uint32Array(4);
  #used = 4;

  constructor(seed: number, purpose: string, index = 0) {
    if (!Number.isFinite(seed)) throw refused("RandomStream: seed", "a whole number of at least 0", seed);
    if (typeof purpose !== "string") throw refused("RandomStream: purpose", "a string", purpose);
    if (!Number.isFinite(index)) throw refused("RandomStream: index", "a whole number of at least 0", index);
    this.#key = seedKey(seed);
    this.#counter = Uint32Array.of(0, index, purposeWord(purpose), Math.floor(index / 0x100000000));
  }

  /** 32 random bits as an unsigned integer. */
  bits(): number {
    if (this.#used === 4) {
      philox4x32(this.#counter, this.#key, this.#block);
      this.#counter[0]++;
      this.#used = 0;
    }
    return this.#block[this.#used++];
  }

  /** Uniform in [0, 1), a multiple of 2^-24. */
  uniform(): number {
    return (this.bits() >>> 8) * UNIFORM_UNIT;
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** A uniform integer in [0, n), without bias (rejection). */
  integer(n: number): number {
    if (!(n >= 1 && n <= 0x100000000)) throw refused("RandomStream: integer", "a number from 1 to 2^32", n);
    const limit = 0x100000000 - (0x100000000 % n);
    for (;;) {
      const word = this.bits();
      if (word < limit) return word % n;
    }
  }

  /** A standard normal number: the inverse of the normal distribution at a uniform number in (0, 1). */
  normal(): number {
    return inverseNormal((this.bits() + 0.5) / 0x100000000);
  }

  /** The numbers 0 … n − 1 in random order (Fisher–Yates). */
  permutation(n: number): Uint32Array {
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }
}

/** The quantile function of N(0, 1), to about 1e-16 relative: algorithm AS 241 (Wichura 1988, PPND16). */
export function inverseNormal(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * horner(CENTER_NUMERATOR, r)) / horner(CENTER_DENOMINATOR, r);
  }
  const r = Math.sqrt(-naturalLogarithm(q < 0 ? p : 1 - p));
  const tail =
    r <= 5
      ? horner(MIDDLE_NUMERATOR, r - 1.6) / horner(MIDDLE_DENOMINATOR, r - 1.6)
      : horner(FAR_NUMERATOR, r - 5) / horner(FAR_DENOMINATOR, r - 5);
  return q < 0 ? -tail : tail;
}

const CENTER_NUMERATOR = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
  33430.57558358813, 2509.0809287301227,
];
const CENTER_DENOMINATOR = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943,
  5226.495278852546,
];
const MIDDLE_NUMERATOR = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506,
  0.022723844989269184, 0.0007745450142783414,
];
const MIDDLE_DENOMINATOR = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
];
const FAR_NUMERATOR = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
];
const FAR_DENOMINATOR = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
  1.421511758316446e-7, 2.0442631033899397e-15,
];

/** ln x for 0 < x ≤ 1 by exactly rounded operations only: halving into [√½, √2), then 2·artanh((m − 1)/(m + 1)). */
function naturalLogarithm(x: number): number {
  let exponent = 0;
  let m = x;
  while (m < Math.SQRT1_2) {
    m *= 2;
    exponent--;
  }
  const s = (m - 1) / (m + 1); // |s| ≤ 0.172
  const s2 = s * s;
  let series = 0;
  for (let k = 23; k >= 1; k -= 2) series = series * s2 + 1 / k;
  return exponent * Math.LN2 + 2 * s * series;
}
