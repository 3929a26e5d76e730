import { expect, test } from "vitest";
import { blobs } from "../data/sources/blobs.ts";
import { fromExpression } from "../expression/from-expression.ts";
import { fromSpec } from "../from-spec.ts";
import { adam } from "../optimize/optimizers/adam.ts";
import { givenOf, noteGiven } from "./given.ts";

test("a trick knows which options it was given, also those with their default", () => {
  expect([...givenOf(adam({ learningRate: 0.001, b1: undefined }))]).toEqual(["learningRate"]);
  expect([...givenOf(blobs({ noise: 1, features: undefined }))]).toEqual(["noise"]);
  expect([...givenOf(fromExpression("optimizers", "adam({ learningRate: 0.001 })"))]).toEqual(["learningRate"]);
  expect([...givenOf(adam())]).toEqual([]);
});

test("a trick from its spec, which holds all options, does not", () => {
  expect([...givenOf(fromSpec("optimizers", adam().toJSON()))]).toEqual([]);
});

test("what was given is kept by the values", () => {
  const values = {};
  noteGiven(values, ["units"]);
  expect([...givenOf({ values })]).toEqual(["units"]);
});
