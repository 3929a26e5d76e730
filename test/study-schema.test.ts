import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { beforeAll, expect, test } from "vitest";
import { compare } from "../src/compare/compare.ts";
import { logUniform } from "../src/compare/tuning/range.ts";
import type { RecipeInput } from "../src/recipe/recipe.ts";
import { studyJson } from "../src/report/study/study-json.ts";
import { ROOT } from "./dist.ts";

const SMALL: RecipeInput = {
  model: "mlp",
  hidden: [2],
  trainSize: 20,
  validationSize: 10,
  testSize: 20,
  epochs: 1,
  batchSize: 10,
};
let validate: ValidateFunction;

beforeAll(() => {
  // Published, it allows what later versions add; here nothing may be there that it does not say.
  const strict = (_: string, value: object) =>
    value !== null && typeof value === "object" && "properties" in value
      ? { additionalProperties: false, ...value }
      : value;
  const schema = JSON.parse(readFileSync(join(ROOT, "docs/schema/study.schema.json"), "utf8"), strict);
  validate = new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false }).compile(schema);
});

test("a study with tuning, a target and a margin is what its schema says", async () => {
  const study = await compare({
    question: "Which rate?",
    base: SMALL,
    vary: { dropout: [0, 0.5] },
    seeds: 1,
    reach: { accuracy: 0.1 },
    equivalence: 0.9,
    measureTraining: true,
    tune: { learningRate: logUniform(1e-3, 1e-1) },
    trials: 2,
  });
  expectValid(studyJson(study));
});

test("so is one that adds seeds, in which a variant diverges", async () => {
  const study = await compare({
    base: SMALL,
    vary: { learningRate: [0.01, 1e30] },
    seeds: 3,
    untilDecided: { most: 4, looks: 2 },
  });
  expect(study.runs.some(({ failure }) => failure !== undefined)).toBe(true);
  expectValid(studyJson(study));
});

test("so is one over splits of the data", async () => {
  expectValid(
    studyJson(await compare({ base: SMALL, vary: { dropout: [0, 0.5] }, seeds: 3, dataSeeds: 3, parallel: 1 })),
  );
});

test("something else is not", () => {
  expect(validate({ title: "Nothing" })).toBe(false);
});

function expectValid(json: string): void {
  const study = JSON.parse(json);
  expect(study.$schema).toBe("urn:evenkeel:study:1");
  validate(study);
  expect(validate.errors).toBeNull();
}
