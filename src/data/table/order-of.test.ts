import { expect, test } from "vitest";
import { orderOf } from "./order-of.ts";

function placesIn(...cells: readonly (string | number | null)[]): number[] {
  const column = { name: "day", cells };
  return [...orderOf({ name: "t", columns: [column] }, column)];
}

test("numbers and dates have their place", () => {
  expect(placesIn("3", 1, "2.5")).toEqual([3, 1, 2.5]);
  expect(placesIn("1970-01-02", "1970-01-01 00:00:01")).toEqual([86_400_000, 1000]);
});

test("a day that there is not is told as such", () => {
  expect(() => placesIn("2024-13-01", "2024-01-01")).toThrow(
    't: row 1, column day: expected a day that the calendar has, received "2024-13-01"',
  );
  expect(() => placesIn("2024-01-01", "1/2/2024")).toThrow('expected a date, as "2024-01-01", received "1/2/2024"');
  expect(() => placesIn("2024-01-01", null)).toThrow("received a missing value");
});
