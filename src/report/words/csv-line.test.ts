import fc from "fast-check";
import { expect, test } from "vitest";
import { csvTableOf } from "../../data/table/read/read-csv.ts";
import { csvLine } from "./csv-line.ts";

test("cells that would be read as something else stand in quotes; numbers and words do not", () => {
  expect(csvLine(["a", 1.5, null, "x,y", 'say "no"', " blank", "two\nlines"])).toBe(
    'a,1.5,,"x,y","say ""no"""," blank","two\nlines"',
  );
});

test("any rows of texts come back, but for blanks that readers take off", () => {
  const letter = fc.constantFrom("a", "é", "1", ",", ";", '"', "\n", "\r", " ", "\t", "😀");
  const cell = fc.string({ unit: letter, minLength: 1 }).map((text) => `x${text}x`);
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
      const text = `${[["a", "b"], ...rows].map(csvLine).join("\n")}\n`;
      const { columns } = csvTableOf("text", text, { decimal: ".", header: true, delimiter: "," });
      expect(columns.map(({ cells }) => cells)).toEqual([0, 1].map((column) => rows.map((row) => row[column])));
    }),
    { numRuns: 100 },
  );
});

test("what is written is read again as it was", () => {
  const cells = ["x,y", 'say "no"', "two\nlines", "plain", "3"];
  const text = `${csvLine(["a", "b", "c", "d", "e"])}\n${csvLine(cells)}\n`;
  const { columns } = csvTableOf("text", text, { decimal: ".", header: true });
  expect(columns.map((column) => column.cells[0])).toEqual(cells);
});
