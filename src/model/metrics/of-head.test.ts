import { expect, test } from "vitest";
import { meanAbsoluteError } from "../losses/mean-absolute-error.ts";
import { accuracy } from "./accuracy.ts";
import { ofHead } from "./of-head.ts";

test("has the direction and the unit of the metric that it measures", () => {
  expect(ofHead("species", accuracy())).toMatchObject({ higherIsBetter: true, unit: "share" });
  expect(ofHead("age", meanAbsoluteError())).toMatchObject({ higherIsBetter: false, unit: "target" });
});

test("says which output it is of, and refuses what is no name and no metric", () => {
  expect(ofHead("age", meanAbsoluteError()).toJSON()).toMatchObject({ name: "ofHead", head: "age" });
  expect(() => ofHead("", accuracy())).toThrow("ofHead: head: expected the name of an output");
  expect(() => ofHead("age", "accuracy" as never)).toThrow("ofHead: metric: expected a metric such as accuracy()");
});
