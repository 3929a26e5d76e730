import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { cosOfHalfTurns } from "./cos-of-half-turns.ts";
import { direction } from "./direction.ts";
import { directionPair } from "./direction-pair.ts";
import { exp } from "./exp.ts";
import { expPair } from "./exp-pair.ts";
import { exponentOf, scaled } from "./exponent.ts";
import { log } from "./log.ts";
import { logPair } from "./log-pair.ts";
import { pow } from "./pow.ts";
import { powerOfTwoFrom } from "./power-of-two-from.ts";
import { wholePower } from "./whole-power.ts";

type Name = "log" | "exp" | "pow" | "wholePower" | "cosine" | "sine";

const functions: Record<Name, (x: number, y: number) => number> = {
  log,
  exp,
  pow,
  wholePower,
  cosine: (turns) => direction(turns)[0],
  sine: (turns) => direction(turns)[1],
};

/** Arguments, and the float64 nearest to the result, by mpmath (test/fixtures/exact-math.py). */
const fixture: Record<Name, string[][]> = JSON.parse(
  readFileSync(new URL("../../test/fixtures/exact-math.json", import.meta.url), "utf8"),
);

const VIEW = new DataView(new ArrayBuffer(8));

function ofBits(digits: string): number {
  VIEW.setBigUint64(0, BigInt(`0x${digits}`));
  return VIEW.getFloat64(0);
}

function bitsOf(x: number): string {
  VIEW.setFloat64(0, x);
  return VIEW.getBigUint64(0).toString(16).padStart(16, "0");
}

/** x and the float64 nearest to e^x, by mpmath. */
const SUBNORMAL = [
  [-710.3, 3.316114396966885e-309],
  [-720, 2.0322308024e-313],
  [-733.25, 3.57743e-319],
  [-744.1, 5e-324],
];

/** Numbers from 0 to 1, the same ones each time. */
function numbers(count: number): number[] {
  let state = 1;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
}

/** The sums of 106 bits that decide, for |turns| ≤ 1/8; -0 is not 0. */
function expectLongDirection(turns: number): void {
  const { cosine, sine } = directionPair(turns);
  const [x, y] = direction(turns);
  if (!Object.is(x, cosine[0]) || !Object.is(y, sine[0])) expect([turns, x, y]).toEqual([turns, cosine[0], sine[0]]);
}

describe("to the bit, the float64 nearest to the result", () => {
  test.each(Object.keys(fixture) as Name[])("%s", (name) => {
    const wrong = fixture[name].filter((row) => {
      const [x, y] = row.slice(0, -1).map(ofBits);
      return bitsOf(functions[name](x, y)) !== row.at(-1);
    });
    expect(wrong).toEqual([]);
    expect(fixture[name].length).toBeGreaterThan(70);
  });

  test("whether it took the short way or the long one", () => {
    for (const x of numbers(20_000)) {
      expect(log(x)).toBe(logPair([x, 0])[0]);
      const { pair, exponent } = expPair([40 * x - 20, 0]);
      expect(exp(40 * x - 20)).toBe(scaled(pair[0], exponent));
      const n = Math.floor(1000 * x);
      expect(wholePower(0.9 + x / 10, n)).toBe(pow(0.9 + x / 10, n));
      expectLongDirection((x - 0.5) / 4);
      expectLongDirection((x - 0.5) * 2 ** -(n % 70) * 2 ** -2);
    }
  });

  test("of a direction where the short way changes from one known direction to the next, and of tiny turns", () => {
    for (let k = -32; k <= 32; k++)
      for (const off of [0, ...Array.from({ length: 40 }, (_, e) => 2 ** -(e + 24))]) {
        if (k < 32) expectLongDirection(k / 256 + off);
        if (k > -32) expectLongDirection(k / 256 - off);
      }
    for (let e = -1074; e < -3; e++)
      for (const t of [2 ** e, 1.5 * 2 ** e, -(2 ** e)]) if (t <= 1 / 8) expectLongDirection(t);
  });
});

describe("special values", () => {
  test("of the logarithm", () => {
    expect([0, -0, -1, -Infinity, Number.NaN, Infinity, 1].map(log)).toEqual([
      -Infinity,
      -Infinity,
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Infinity,
      0,
    ]);
    expect(log(Number.MIN_VALUE)).toBe(-744.4400719213812);
    expect(log(Number.MAX_VALUE)).toBe(709.782712893384);
    for (let e = -1074; e < 1024; e++) expect(log(2 ** e)).toBe(logPair([2 ** e, 0])[0]);
  });

  test("of the exponential function", () => {
    expect([0, -0, 1, Infinity, -Infinity, Number.NaN, 710, 1e300, -746, -1e300].map(exp)).toEqual([
      1,
      1,
      Math.E,
      Infinity,
      0,
      Number.NaN,
      Infinity,
      Infinity,
      0,
      0,
    ]);
    expect(exp(709.782712893384)).toBe(1.7976931348622732e308);
    expect(exp(709.7827128933841)).toBe(Infinity);
    expect(exp(-745.13)).toBe(Number.MIN_VALUE);
    expect(exp(-745.14)).toBe(0);
    // Results without a leading one are rounded twice: they may be the second nearest.
    for (const [x, nearest] of SUBNORMAL) expect(Math.abs(exp(x) - nearest)).toBeLessThanOrEqual(Number.MIN_VALUE);
  });

  test("of a power are those of ECMAScript", () => {
    const some = [0, -0, 1, -1, 2, -2, 0.5, -0.5, 3, 1e300, -1e300, Infinity, -Infinity, Number.NaN, Number.MIN_VALUE];
    const exact = some.flatMap((x) => some.map((y) => [x, y])).filter(([x, y]) => !(Number.isFinite(x ** y) && x ** y));
    expect(exact.length).toBeGreaterThan(100);
    for (const [x, y] of exact) expect([x, y, pow(x, y)]).toEqual([x, y, x ** y]);
  });

  test("of a power of a negative number have its sign", () => {
    expect([pow(-2, 3), pow(-2, 2), pow(-2, -1), pow(-2, 0.5), pow(4, 0.5), pow(10, 3), pow(10, -2)]).toEqual([
      -8,
      4,
      -0.5,
      Number.NaN,
      2,
      1000,
      0.01,
    ]);
  });

  test("of a small whole power", () => {
    expect([wholePower(0, 0), wholePower(0, 3), wholePower(0.9, 0), wholePower(0.9, 1), wholePower(1, 1e9)]).toEqual([
      1, 0, 1, 0.9, 1,
    ]);
    expect(wholePower(0.9, 1e7)).toBe(0);
    expect(wholePower(0.5, 1000)).toBe(2 ** -1000);
  });

  test("of the cosine", () => {
    expect([0, 0.5, 1, 1.5, -1, 1 / 3, 2].map(cosOfHalfTurns)).toEqual([1, -0, -1, 0, -1, 0.5, 1]);
  });
});

test("exponents of powers of two, and of their neighbors", () => {
  for (let e = -1074; e < 1024; e++) {
    const power = scaled(1, e);
    expect(power).toBe(2 ** e);
    expect([exponentOf(power), exponentOf(-power)]).toEqual([e, e]);
    if (e > -1021) expect(exponentOf(power * (1 - 2 ** -53))).toBe(e - 1);
  }
  expect(exponentOf(0)).toBe(-Infinity);
  expect(exponentOf(3 * Number.MIN_VALUE)).toBe(-1073);
});

test.each([
  [1, 1],
  [3, 4],
  [4, 4],
  [4.000001, 8],
  [0.3, 0.5],
  [5e-324, 5e-324],
  [2 ** 60 + 2 ** 9, 2 ** 61],
])("from %d on, the first power of two is %d", (x, power) => {
  expect(powerOfTwoFrom(x)).toBe(power);
});

test("numbers of any size have a power of ±1, and a direction if they are finite", () => {
  expect([pow(1, 1e308), pow(-1, 1e308), pow(-1, 3), pow(1, -1e300)]).toEqual([1, 1, -1, 1]);
  expect([cosOfHalfTurns(1e308), cosOfHalfTurns(2 ** 60 + 2 ** 8)]).toEqual([1, 1]);
  for (const none of [Number.NaN, Infinity, -Infinity]) expect(direction(none)).toEqual([Number.NaN, Number.NaN]);
});
