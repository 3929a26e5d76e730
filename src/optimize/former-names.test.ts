import { expect, test } from "vitest";
import { fromSpec } from "../from-spec.ts";
import { groups } from "../index.ts";
import { adam } from "./optimizers/adam.ts";
import { partition } from "./optimizers/partition.ts";

/** What earlier versions wrote, and the name that the option, or the trick, has today. */
const FORMER: [spec: { name: string; [option: string]: unknown }, today: object][] = [
  [{ name: "adaptiveClip", lambda: 0.1 }, { ratio: 0.1 }],
  [{ name: "clipByGlobalNorm", theta: 2 }, { maxNorm: 2 }],
  [{ name: "clipByNorm", theta: 2 }, { maxNorm: 2 }],
  [{ name: "clipByValue", limit: 2 }, { clipValue: 2 }],
  [{ name: "l1", lambda: 0.1 }, { strength: 0.1 }],
  [{ name: "l2", lambda: 0.1 }, { strength: 0.1 }],
  [{ name: "maxNorm", limit: 2 }, { maxNorm: 2 }],
  [{ name: "normalizeAbove", theta: 2 }, { maxNorm: 2 }],
  [{ name: "weightDecay", lambda: 0.1 }, { weightDecay: 0.1 }],
];

test.each(FORMER)("%o is read, and written with the names of today", (spec, today) => {
  const { name, ...former } = spec;
  const written = JSON.parse(JSON.stringify(fromSpec("transforms", spec)));
  expect(written).toMatchObject({ name, ...today });
  for (const option of Object.keys(former)) expect(written).not.toHaveProperty(option);
});

test("a schedule under the former name of an option is rebuilt", () => {
  const spec = { name: "l2", lambda: { name: "exponentialDecay", initial: 0.1 } };
  expect(fromSpec("transforms", spec).values.strength).toMatchObject({ name: "exponentialDecay" });
});

test("groups is partition, also in saved files", () => {
  expect(groups).toBe(partition);
  const spec = { name: "groups", groups: [["*", { name: "adam" }]] };
  expect(JSON.stringify(fromSpec("optimizers", spec))).toBe(JSON.stringify(partition([["*", adam()]])));
});
