import { expect, test } from "vitest";
import { csvTableOf } from "../../data/table/read/read-csv.ts";
import { csvLine } from "./csv-line.ts";

test("cells that would be read as something else stand in quotes; numbers and words do not", () => {
  expect(csvLine(["a", 1.5, null, "x,y", 'say "no"', " blank", "two\nlines"])).toBe(
    'a,1.5,,"x,y","say ""no"""," blank","two\nlines"',
  );
});

test("what is written is read again as it was", () => {
  const cells = ["x,y", 'say "no"', "two\nlines", "plain", "3"];
  const text = `${csvLine(["a", "b", "c", "d", "e"])}\n${csvLine(cells)}\n`;
  const { columns } = csvTableOf("text", text, { decimal: ".", header: true });
  expect(columns.map((column) => column.cells[0])).toEqual(cells);
});
