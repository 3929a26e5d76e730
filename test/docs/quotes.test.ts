import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EXPERIMENTS } from "../../src/cli/experiments.ts";
import * as diagnoses from "../../src/doctor/diagnoses/index.ts";
import { allTrickFacts } from "../../src/report/catalogue/trick-facts.ts";
import { ROOT } from "../dist.ts";
import { ALL_PAGES } from "./pages.ts";

/** The number that stands behind some code of a file of src, such as "QUEUE_STEPS = "; NaN, which no page quotes, if none. */
function numberAfter(code: string, file: string): number {
  const text = readFileSync(join(ROOT, "src", file), "utf8");
  const behind = text.slice(text.indexOf(code) + code.length);
  const number = /^-?[\d_.]+(e-?\d+)?( (\*\*|\*|<<) -?[\d_]+)*/.exec(text.includes(code) ? behind : "")?.[0];
  return new Function(`return ${number ?? Number.NaN}`)() as number;
}

const whole = (x: number) => x.toLocaleString("en");
const WORDS =
  "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split(" ");
const inWords = (x: number) => WORDS[x];

const atOnce = numberAfter("MOST_AT_ONCE = ", "train/epoch/train-epoch.ts");
const diverged = inWords(numberAfter("DIVERGED_AFTER = ", "train/recover/place.ts"));
const epochs = numberAfter("epochs = maxSteps === undefined ? ", "train/prepare/prepare-training.ts");
const batchSize = numberAfter("Math.min(", "train/prepare/prepare-training.ts");
const predicted = numberAfter("batchSize = ", "predict/predictor.ts");
const drawn = (part: string) => whole(numberAfter(`${part}: count(`, "data/sources/digits.ts"));

/**
 * Numbers that pages quote, in the words that stand there, each made of the code's own number. Of a number without a row
 * here nobody knows when it changes: whoever quotes one adds a row.
 */
const QUOTED: Readonly<Record<string, readonly string[]>> = {
  "docs/architecture.md": [
    `looks ${whole(numberAfter("{ patient: ", "backend/wasm/barrier.ts"))} times for the next generation, ` +
      `others ${whole(numberAfter("impatient: ", "backend/wasm/barrier.ts"))} times`,
    `as many as take about a tenth of a second, at most ${atOnce}.`,
    `at most ${numberAfter("QUEUE_STEPS = ", "backend/wasm/queue.ts")} steps or 1 MB`,
    `After ${diverged} steps in a row that were not taken`,
    `programs for at most ${inWords(Math.log2(predicted) + 1)} batch sizes`,
  ],
  "docs/engine.md": [
    `up to about ${inWords(numberAfter("SHARED_LIMIT = ", "plan/lower/materialize.ts"))} cheap instructions`,
  ],
  "docs/faq.md": [`After ${diverged} such steps in a row the run ends`],
  "docs/file-format.md": [
    `${numberAfter("LONGEST_HEADER = ", "formats/decode-safetensors.ts") / 1e6} MB of header`,
    `${whole(numberAfter("MOST_TENSORS = ", "formats/decode-safetensors.ts"))} tensors`,
    `${whole(numberAfter("MOST_LAYERS = ", "formats/bounded-description.ts"))} layers nested at most ${numberAfter("MOST_LEVELS = ", "formats/bounded-description.ts") / 2} deep`,
    whole(numberAfter("MOST_IN_ALL = ", "formats/bounded-description.ts")),
  ],
  "docs/guide/data.md": [
    `// ${drawn("train")}, ${drawn("validation")} and ${drawn("test")} by default`,
    `sum to 1 within ${numberAfter("sum - expected) <= ", "data/checks/check-targets.ts")}`,
    `at most ${numberAfter("MOST_BYTES = ", "data/k-fold.ts") / 2 ** 30} GiB`,
  ],
  "docs/guide/training.md": [
    `| \`epochs\` | ${epochs}, or what`,
    `| \`batchSize\` | ${batchSize}, or all samples`,
    `After ${diverged} such steps in a row the run ends`,
  ],
  "README.md": [
    `${allTrickFacts().length} tricks`,
    `${inWords(EXPERIMENTS.length)} ready-made experiments`,
    `${Object.keys(diagnoses).length} diseases`,
  ],
};

const textOf = (path: string) => ALL_PAGES.find((page) => page.path === path)?.text.replace(/\s+/g, " ") ?? "";

for (const [path, quoted] of Object.entries(QUOTED))
  test.each(quoted)(`${path} says "%s", as the code does`, (words) => {
    expect(textOf(path)).toContain(words);
  });

/** Messages that pages quote, and the files of the project that have them. */
const MESSAGES: readonly (readonly [page: string, message: string, file: string])[] = [
  ["docs/faq.md", "here: files and downloads need Node.js", "src/node-module.ts"],
  ["docs/faq.md", "must allow 'wasm-unsafe-eval'", "src/backend/wasm/compiled.ts"],
  ["docs/faq.md", "to finish its work", "src/backend/wasm/threads.ts"],
  ["docs/faq.md", "which is what is left of the engine's memory", "src/train/prepare/check-memory.ts"],
  ["docs/guide/in-a-browser.md", "without shared memory", "src/backend/wasm/engine.ts"],
];

test.each(MESSAGES)('%s quotes "%s", as %s says it', (page, message, file) => {
  expect(textOf(page)).toContain(message);
  expect(readFileSync(join(ROOT, file), "utf8")).toContain(message);
});

test("a number that the code does not have is no number", () => {
  expect(numberAfter("NONSENSE = ", "data/k-fold.ts")).toBeNaN();
  expect(numberAfter("MOST_BYTES = ", "data/k-fold.ts")).toBe(17_179_869_184);
});
