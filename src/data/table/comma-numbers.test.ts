import { expect, test } from "vitest";
import { factsOf } from "./column-facts.ts";
import { expectNoCommas } from "./comma-numbers.ts";
import { withPoint } from "./decimal-comma.ts";
import { csv } from "./doors/csv.ts";

function table(cell: (i: number) => string, y: (i: number) => string = (i) => (i % 2 ? "a" : "b")): string {
  return `size;weight;y\n${Array.from({ length: 40 }, (_, i) => `${cell(i)};${i * i};${y(i)}`).join("\n")}`;
}

test.each([
  ["decimal commas", (i: number) => `${i},${i}5`],
  ["a few decimal commas", (i: number) => ["1,5", "2,5", "3"][i % 3]],
  ["separators of thousands", (i: number) => `${i + 1},${100 + i * i}`],
])("a column of numbers with %s is neither words nor an id", (_, cell) => {
  expect(() => csv(table(cell), { target: "y" })).toThrow(
    /csv: line 2, column size: expected a number without a comma, or a word, received "\d+,\d+", the first of .*decimal: ","/,
  );
  expect(csv(table(cell), { target: "y", decimal: "," }).columns?.inputs[0].kind).toBe("numeric");
  expect(csv(table(cell), { target: "y", categorical: "size" }).columns?.inputs[0].kind).toBe("categorical");
});

test("a target of decimal commas is not taken for classes, unless these are asked for", () => {
  const text = table(
    (i) => `${i * i}`,
    (i) => ["1,5", "2,5", "3,0"][i % 3],
  );
  expect(() => csv(text, { target: "y" })).toThrow(
    'column y: expected a number without a comma, or a word, received "1,5"',
  );
  expect(csv(text, { label: "y" }).classes).toEqual(["1,5", "2,5", "3,0"]);
  expect(csv(text, { target: "y", decimal: "," }).task).toBe("regression");
});

test("words with commas are words", () => {
  const column = { name: "list", cells: ["1,2,3", "4,5", "Bern, CH"] };
  expect(() => expectNoCommas({ name: "t", columns: [column] }, column, factsOf(column), "")).not.toThrow();
});

test("infinity among numbers is told, and does not make the column an id", () => {
  const cell = (i: number) => (i % 9 === 3 ? "inf" : `${i * 1.25}`);
  expect(() => csv(table(cell), { target: "y" })).toThrow(
    'line 5, column size: expected a number, as in 35 other rows, received "inf", the first of 5 words. If it means that a value is missing: missing: ["inf"].',
  );
});

test("only numbers have a decimal comma", () => {
  expect(["1,5", "-1.234,5", ",5", "1,5e3", "1.5", "a,5", "1,5,6"].map(withPoint)).toEqual([
    "1.5",
    "-1234.5",
    ".5",
    "1.5e3",
    undefined,
    undefined,
    undefined,
  ]);
});
