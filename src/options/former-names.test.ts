import { describe, expect, test } from "vitest";
import { count, formerly, optional, positive, resolveOptions } from "../options.ts";
import { inCurrentNames } from "../trick/in-current-names.ts";
import { instantiate, readArguments } from "../trick.ts";

const options = {
  maxNorm: formerly("limit", formerly("theta", positive(1, "the largest norm"))),
  units: optional(formerly("width", count(undefined))),
};
const resolve = (given: object) => resolveOptions("clip", options, given);

describe("an option that had other names in earlier versions", () => {
  test("is read by each of its names, and has the newest from then on", () => {
    for (const given of [{ maxNorm: 2 }, { theta: 2 }, { limit: 2 }, { theta: 2, maxNorm: undefined }])
      expect(resolve(given)).toEqual({ maxNorm: 2, units: undefined });
    expect(resolve({ width: 3 })).toEqual({ maxNorm: 1, units: 3 });
    expect(readArguments("clip", options, ["maxNorm"], [2, { width: 3 }])).toEqual({ maxNorm: 2, units: 3 });
  });

  test("is refused under two names at once, even of one value", () => {
    const message = "clip: expected maxNorm once, received theta and maxNorm. Leave theta out, its former name.";
    expect(() => resolve({ theta: 2, maxNorm: 2 })).toThrow(message);
    expect(() => readArguments("clip", options, ["maxNorm"], [2, { theta: 2 }])).toThrow("received maxNorm and theta");
  });

  test("is shown by its newest name alone", () => {
    expect(() => resolve({ theta: -1 })).toThrow("clip: maxNorm: expected a number above 0, received -1.");
    expect(() => resolve({ tetha: 1 })).toThrow('clip: expected option maxNorm or units, received "tetha".');
    expect(() => resolve({ maxnorm: 1 })).toThrow("Did you mean maxNorm?");
  });
});

describe("what an earlier version saved", () => {
  const trick = (name: string, values: object, formerName?: string) =>
    instantiate(
      { name, summary: "", source: "", options, ...(formerName === undefined ? {} : { formerly: [formerName] }) },
      values as { maxNorm: number; units: number | undefined },
      {},
    );
  const now = trick("partition", { maxNorm: [["*", trick("clip", { maxNorm: 2 })]], units: 3 }, "groups");

  test("gets the names of today, also within lists and other tricks, and keeps its order", () => {
    const saved = { name: "groups", theta: [["*", { name: "clip", limit: 2 }]], width: 3 };
    expect(JSON.stringify(inCurrentNames(saved, now))).toBe(JSON.stringify(now));
    expect(JSON.stringify(inCurrentNames([saved], [now]))).toBe(JSON.stringify([now]));
    expect(JSON.stringify(inCurrentNames(JSON.parse(JSON.stringify(now)), now))).toBe(JSON.stringify(now));
  });

  test("stays as it is where it is another trick, or none", () => {
    for (const saved of [{ name: "clip", theta: 2 }, undefined, null, "clip", [1]])
      expect(inCurrentNames(saved, now)).toEqual(saved);
    expect(inCurrentNames({ theta: 2 }, { theta: 2 })).toEqual({ theta: 2 });
  });
});
