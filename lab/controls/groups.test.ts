import { recipeOptions } from "evenkeel";
import { expect, test } from "vitest";
import { GROUPS, WITHOUT_CONTROL } from "./groups.ts";

test("every key of a recipe has one place in the panel, or a reason why not", () => {
  const placed = [...Object.values(GROUPS).flat(), ...WITHOUT_CONTROL];
  expect(placed.toSorted()).toEqual(Object.keys(recipeOptions).toSorted());
});
