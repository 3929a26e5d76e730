import { expect, test } from "vitest";
import { argumentWords, jointWords, membersOf, mostMembers } from "./argument-words.ts";

const ALWAYS = [0x7f800000, 0x7fc00000, 0, 0];

test("a shader's own words lie behind infinity, a number that is none, and zeros, by fours", () => {
  expect([...argumentWords([])]).toEqual(ALWAYS);
  expect([...argumentWords([1, 2, 3, 4, 5])]).toEqual([...ALWAYS, 1, 2, 3, 4, 5, 0, 0, 0]);
});

test("a joint shader knows the first group of each member; behind the last one there is none", () => {
  const words = jointWords([
    { own: [7, 8, 9], groups: 5 },
    { own: [1, 2, 3], groups: 1 },
    { own: [4, 5, 6], groups: 2 },
  ]);
  expect([...words]).toEqual([...ALWAYS, 0, 5, 6, 0xffffffff, 7, 8, 9, 0, 1, 2, 3, 0, 4, 5, 6, 0, 0, 0, 0, 0]);
});

test("few different numbers of members are compiled, and their words fit everywhere", () => {
  expect([2, 4, 5, 8, 9, 200].map(membersOf)).toEqual([4, 4, 8, 8, 16, 256]);
  expect([0, 4, 12, 40, 400].map(mostMembers)).toEqual([256, 256, 256, 64, 8]);
  for (const count of [1, 11, 60])
    expect(
      jointWords(Array.from({ length: mostMembers(count) }, () => ({ own: Array(count).fill(1), groups: 1 })))
        .byteLength,
    ).toBeLessThanOrEqual(16_384);
});
