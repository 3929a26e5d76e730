import { expect, test } from "vitest";
import { inParts } from "./in-parts.ts";

test.each([
  [[1, 2, 3, 4], 5, [[1, 2], [3], [4]]],
  [[1, 2, 3, 4], 10, [[1, 2, 3, 4]]],
  [[7, 1, 7], 3, [[7], [1], [7]]],
  [[], 3, []],
])("%j in parts of at most %d: %j", (works, most, parts) => {
  const found = inParts(
    works.map((work) => ({ work })),
    most,
  );
  expect(found.map((part) => part.map(({ work }) => work))).toEqual(parts);
});
