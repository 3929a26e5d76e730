import { expect, test } from "vitest";
import { camelCase, kebabCase } from "./case.ts";

test("names of options and of flags are made of each other", () => {
  expect([kebabCase("augmentFlip"), camelCase("augment-flip")]).toEqual(["augment-flip", "augmentFlip"]);
  expect([kebabCase("seed"), camelCase("seed")]).toEqual(["seed", "seed"]);
});
