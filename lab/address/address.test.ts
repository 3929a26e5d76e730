import fc from "fast-check";
import { expect, test } from "vitest";
import { experimentsOf } from "../chapters/experiments-of.ts";
import { normalization } from "../chapters/normalization.ts";
import { optimizers } from "../chapters/optimizers.ts";
import type { Experiment } from "../experiment.ts";
import { addressOf } from "./address-of.ts";
import { fromAddress } from "./from-address.ts";
import { plannedExperiment } from "./planned-experiment.ts";

const chapters = [normalization, optimizers];
const planned = () => plannedExperiment(chapters[0], "main");
const read = (experiment: Experiment) => fromAddress(addressOf(experiment, "en", chapters), chapters);

test("the address of a chapter's own experiment is its name alone", () => {
  for (const chapter of chapters)
    for (const which of experimentsOf(chapter)) {
      const experiment = plannedExperiment(chapter, which);
      expect(addressOf(experiment, "en", chapters)).toBe(`#/${chapter.name}/${which}`);
      expect(read(experiment)).toEqual({ experiment, language: undefined });
    }
});

test("it says what differs from the chapter, and nothing else", () => {
  const { base, ...rest } = planned();
  const address = addressOf(
    { ...rest, base: { ...base, learningRate: 0.25, hidden: [64, 32] }, seed: 7 },
    "zh",
    chapters,
  );
  expect(decodeURIComponent(address)).toBe(
    `#/${chapters[0].name}/main?lang=zh&seed=7&hidden=[64,32]&learningRate=0.25`,
  );
});

test("what computes is said where it is not the usual, and another name is refused in words", () => {
  const { base, ...rest } = planned();
  const address = addressOf({ ...rest, base, backend: "webgpu" }, "en", chapters);
  expect(address).toBe(`#/${chapters[0].name}/main?backend=webgpu`);
  expect(fromAddress(address, chapters)).toMatchObject({ experiment: { backend: "webgpu" } });
  expect(fromAddress(`#/${chapters[0].name}/main?backend=wasm`, chapters)).toEqual({
    experiment: planned(),
    language: undefined,
  });
  expect(fromAddress(`#/${chapters[0].name}/main?backend=gpu`, chapters)).toEqual({
    words: "This link cannot be followed: backend must be one of wasm, webgpu, and is “gpu”.",
  });
});

const key = fc.constantFrom("learningRate", "dropout", "model", "__proto__", "constructor", "a b&=%", "α");
const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
  fc.string(),
  fc.boolean(),
  fc.constantFrom("null", "1", "true", "", '"', "adam({ b1: 0.8 })", "[1]"),
  fc.array(fc.integer(), { maxLength: 3 }),
);
const keys = fc.array(fc.tuple(key, fc.oneof(value, fc.constant(null)))).map(Object.fromEntries);

test("what an experiment says comes back as it was, or is refused in words", () => {
  fc.assert(
    fc.property(keys, keys, fc.nat(), (base, a, seed) => {
      const experiment = { ...planned(), base, a, seed };
      const back = read(experiment);
      if ("words" in back) expect(back.words).toMatch(/\w/);
      else expect(JSON.stringify(sorted(back.experiment))).toBe(JSON.stringify(sorted(experiment)));
    }),
  );
});

test("accepted experiments come back, bit by bit", () => {
  fc.assert(
    fc.property(
      fc.record({
        learningRate: fc.double({ min: 1e-12, max: 1e3, noNaN: true }),
        dropout: fc.double({ min: 1e-12, max: 0.99, noNaN: true }),
      }),
      fc.integer({ min: 1, max: 5 }),
      ({ learningRate, dropout }, seeds) => {
        const experiment = { ...planned(), base: { ...planned().base, learningRate }, b: { dropout }, seeds };
        expect(read(experiment)).toEqual({ experiment, language: undefined });
      },
    ),
  );
});

/** Any half of any character. What fast-check calls "binary" takes seconds to be made. */
const anyUnit = fc.nat(0xffff).map((code) => String.fromCharCode(code));

test("no address makes it throw", () => {
  const piece = fc.constantFrom(
    "#",
    "/",
    "?",
    "&",
    "=",
    "%",
    "%zz",
    "a.",
    "norm",
    "seed",
    "lang",
    "null",
    "[[",
    "1e9",
    "model",
    "(",
  );
  const start = fc.constantFrom("", `#/${chapters[0].name}/main?`, "#/__proto__/main?", "#//x?");
  fc.assert(
    fc.property(
      start,
      fc.oneof(
        fc.string({ unit: anyUnit, maxLength: 12 }),
        fc.array(piece, { maxLength: 6 }).map((all) => all.join("")),
      ),
      (from, text) => {
        const back = fromAddress(from + text, chapters);
        expect("words" in back ? back.words : back.experiment.chapter).toMatch(/\w/);
      },
    ),
    { numRuns: 100 },
  );
});

test.each([
  ["weights=/etc/passwd", "weights"],
  ["dataDirectory=/tmp", "dataDirectory"],
  ["use=[]", "use"],
  ["a.weights=x.evenkeel", "weights"],
  ["data=./digits", "./digits"],
  ["data=mnist", "mnist"],
  [`data=${encodeURIComponent('csv("https://example.org/x.csv", { target: "a" })')}`, "csv("],
  [`data=${encodeURIComponent('mnist({ mirrors: ["https://example.org/"] })')}`, "mirrors"],
  ["seeds=500", "from 1 to 5"],
  ["seed=-1", "a whole number of at least 0"],
  ["learningrate=1", "Did you mean learningRate?"],
  ["testSize=0", "a test set"],
  ["b.testSize=0", "a test set"],
  ["lang=xx", "en, zh"],
  ["learningRate=%E0%A4%A", "damaged"],
  [`model=${"x".repeat(9000)}`, "characters"],
])("a link with %s is refused in words", (query, words) => {
  expect(fromAddress(`#/${chapters[0].name}/main?${query}`, chapters)).toEqual({
    words: expect.stringContaining(words),
  });
});

/** Keys in order, those of the value null left out of what both share: it means none. */
function sorted({ base, a, b, ...rest }: Experiment) {
  const inOrder = (recipe: object) => Object.entries(recipe).sort(([x], [y]) => (x < y ? -1 : 1));
  return { ...rest, base: inOrder(base), a: inOrder(a), b: inOrder(b) };
}
