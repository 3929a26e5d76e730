import type { RandomStream } from "../../src/random.ts";

type Bytes = Uint8Array<ArrayBuffer>;
/** A change of a file; `other` is another valid one of the same kind. */
type Damage = (bytes: Bytes, random: RandomStream, other: Bytes) => Bytes;

/** Numbers that a length or a count is replaced by. */
const EXTREMES = [
  0n,
  1n,
  0x7fn,
  0xffn,
  0x7fffn,
  0xffffn,
  0x7fffffffn,
  0xffffffffn,
  2n ** 53n,
  2n ** 63n,
  2n ** 64n - 1n,
];

/** What disks, networks and editors do to bytes, by name. */
export const DAMAGES: Readonly<Record<string, Damage>> = {
  bit: (bytes, random) => changed(bytes, random, (byte) => byte ^ (1 << random.integer(8))),
  "bit in the head": (bytes, random) => changed(bytes, random, (byte) => byte ^ (1 << random.integer(8)), 64),
  byte: (bytes, random) => changed(bytes, random, () => random.integer(256)),
  "some bytes": (bytes, random) => {
    let damaged = bytes;
    for (let count = 2 + random.integer(30); count > 0; count--) damaged = DAMAGES.byte(damaged, random, bytes);
    return damaged;
  },
  digit: (bytes, random) => {
    const places = [...bytes.keys()].filter((i) => bytes[i] >= 48 && bytes[i] <= 57);
    return places.length === 0 ? bytes : bytes.with(places[random.integer(places.length)], 48 + random.integer(10));
  },
  "cut off": (bytes, random) => bytes.slice(0, random.integer(bytes.length + 1)),
  "range twice": (bytes, random) => {
    const [from, to] = range(bytes, random);
    return joined(bytes.subarray(0, to), bytes.subarray(from));
  },
  "range left out": (bytes, random) => {
    const [from, to] = range(bytes, random);
    return joined(bytes.subarray(0, from), bytes.subarray(to));
  },
  "ranges swapped": (bytes, random) => {
    const [a, b, c] = [0, 0, 0].map(() => random.integer(bytes.length + 1)).sort((x, y) => x - y);
    return joined(bytes.subarray(0, a), bytes.subarray(b, c), bytes.subarray(a, b), bytes.subarray(c));
  },
  "range of one byte": (bytes, random) => {
    const [from, to] = range(bytes, random);
    return bytes.slice().fill(random.integer(256), from, to);
  },
  "more behind the end": (bytes, random) =>
    joined(bytes, random.uniform() < 0.5 ? bytes : new Uint8Array(1 + random.integer(600))),
  "two files": (bytes, random, other) => {
    const from = random.integer(other.length + 1);
    const to = random.uniform() < 0.5 ? from : random.integer(bytes.length + 1);
    return joined(bytes.subarray(0, Math.min(to, bytes.length)), other.subarray(from));
  },
  "extreme number": (bytes, random) => {
    const damaged = bytes.slice();
    const width = [1, 2, 4, 8][random.integer(4)];
    if (bytes.length < width) return damaged;
    const at = random.integer(Math.min(bytes.length, random.uniform() < 0.5 ? 64 : bytes.length) - width + 1);
    const number = EXTREMES[random.integer(EXTREMES.length)];
    const isLittle = random.uniform() < 0.5;
    for (let i = 0; i < width; i++)
      damaged[at + (isLittle ? i : width - 1 - i)] = Number((number >> BigInt(8 * i)) & 255n);
    return damaged;
  },
  "much of the same": (bytes, random) => {
    const [from, to] = range(bytes, random, 200);
    const times = 1 + random.integer(20_000);
    const piece = bytes.subarray(from, to);
    return joined(bytes.subarray(0, to), ...Array<Bytes>(times).fill(piece), bytes.subarray(to));
  },
};

function changed(bytes: Bytes, random: RandomStream, change: (byte: number) => number, within = bytes.length): Bytes {
  if (bytes.length === 0) return bytes;
  const at = random.integer(Math.min(within, bytes.length));
  return bytes.with(at, change(bytes[at])) as Bytes;
}

/** A range of bytes that is not empty, if there are any. */
function range(bytes: Bytes, random: RandomStream, most = bytes.length): [from: number, to: number] {
  const from = random.integer(Math.max(1, bytes.length));
  return [from, Math.min(bytes.length, from + 1 + random.integer(Math.max(1, most)))];
}

export function joined(...pieces: readonly Uint8Array[]): Bytes {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
