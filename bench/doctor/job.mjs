// One run of the doctor's bench: a healthy recipe, with a fault or without, under one seed.
// @ts-check

import { DEFAULT_ROUNDS } from "../../dist/doctor/cure/cure.js";
import { treat } from "../../dist/doctor/cure/treat.js";
import { withChange } from "../../dist/doctor/cure/with-change.js";
import { examined } from "../../dist/doctor/diagnose.js";
import * as diagnoses from "../../dist/doctor/diagnoses/index.js";
import { defineRecipe, trainRecipe } from "../../dist/index.js";
import { RandomStream } from "../../dist/random.js";
import { recipeData } from "../../dist/recipe/recipe-data.js";
import { publishedFindings } from "./published-rules.mjs";
import { healthyRecipes } from "./recipes.mjs";

const HOST = { threads: 1 };

/** @typedef {import("../../dist/index.js").Dataset} Dataset */
/** @typedef {{ recipe: string, fault?: string, seed: number, treats?: boolean }} Job fault: "unscaledInputs/0" */

/** Every way to make a healthy run sick. */
export const FAULTS = Object.values(diagnoses).flatMap(({ name, seeds }) =>
  seeds.map((seed, i) => ({ key: `${name}/${i}`, diagnosis: name, right: [name, ...(seed.alsoRight ?? [])], seed })),
);

/** Whether a fault can be put into a healthy recipe. @param {string} name @param {string} key */
export async function applies(name, key) {
  return (await sick({ recipe: name, fault: key, seed: 1 })) !== undefined;
}

/** @param {Job} job */
async function sick({ recipe: name, fault: key, seed }) {
  const healthy = healthyRecipes().found.find((one) => one.name === name);
  const fault = FAULTS.find((one) => one.key === key);
  const given = { ...healthy?.recipe, seed };
  const recipe = defineRecipe(given);
  const data = await recipeData(recipe);
  if (fault === undefined) return { given, data, curable: false };
  const { seed: make } = fault;
  const changes = make.recipe === undefined ? {} : make.recipe(recipe, data);
  if (changes === undefined) return undefined;
  const changed = { ...given, ...changes };
  const loaded = defineRecipe(changed);
  const own = make.recipe === undefined ? data : await recipeData(loaded);
  const spoiled = make.data === undefined ? own : make.data(own, new RandomStream(seed, "fault"));
  // What was lost of the data no recipe brings back.
  return (
    spoiled && { given: changed, data: spoiled, curable: make.recipe !== undefined && hasAllTargets(spoiled, own) }
  );
}

/** What a diagnosis, a training and, of a sick run, a cure give. @param {Job} job */
export async function carryOut(job) {
  const made = await sick(job);
  if (made === undefined) return undefined;
  const { given, data } = made;
  const first = await looked(given, data);
  const test = await measured(given, data);
  const { treats, ...rest } = job;
  const result = { ...rest, ...first, test, curable: made.curable };
  if (!made.curable || !treats || first.healthy) return result;
  let before = test;
  // As cure() goes about it, but by one seed and the validation set: what does not help by it is not kept.
  const { trials } = await treat(given, {
    rounds: DEFAULT_ROUNDS,
    examine: async (recipe) => (recipe === given ? first : looked(recipe, data)),
    async prove(recipe, change) {
      const after = await measured(withChange(recipe, change), data);
      const kept = isBetter(after, before);
      if (kept) before = after;
      return { kept, why: "" };
    },
    told() {},
  });
  const changes = trials.filter(({ kept }) => kept).map(({ change }) => change);
  return { ...result, cure: { changes, tried: trials.length, test: before } };
}

/** Whether the training part still has all that there is to learn: all its targets, in whatever order. */
function hasAllTargets(/** @type {Dataset} */ { train: spoiled }, /** @type {Dataset} */ { train: healthy }) {
  const [a, b] = [spoiled, healthy].map(({ targets }) => Float64Array.from(/** @type {any} */ (targets).data).sort());
  return a.length === b.length && a.every((target, i) => target === b[i]);
}

/** By the validation set. @param {any} after @param {any} before */
function isBetter(after, before) {
  if (after.failed !== before.failed) return before.failed;
  return after.name === "accuracy" ? after.validation > before.validation : after.validation < before.validation;
}

/** @param {Record<string, unknown>} given @param {Dataset} data */
async function looked(given, data) {
  const started = performance.now();
  try {
    const { report, examination } = await examined({ recipe: withoutSizes(given), data }, HOST);
    const { healthy, findings } = report;
    const seconds = (performance.now() - started) / 1000;
    return { healthy, findings, seconds, published: examination.course && publishedFindings(examination) };
  } catch (error) {
    return { healthy: false, findings: [], seconds: 0, error: /** @type {Error} */ (error).message };
  }
}

/** The main metric of the test set; that of the simplest answer for a run that failed. */
async function measured(given, data) {
  try {
    const run = await trainRecipe(given, data, HOST);
    await run.model.close();
    const name = ["accuracy", "rootMeanSquaredError", "loss"].find((one) => run.test?.[one] !== undefined) ?? "loss";
    const value = run.test?.[name];
    const validation = run.history.at(-1)?.validation?.[name] ?? value;
    const [own, simplest] = [value, run.baseline?.[name]];
    return { name, value: Number.isFinite(own) ? own : simplest, validation, failed: !Number.isFinite(own) };
  } catch (error) {
    return { name: "error", value: undefined, failed: true, error: /** @type {Error} */ (error).message };
  }
}

/** The data have their sizes. @param {Record<string, unknown>} given */
function withoutSizes({ data, trainSize, validationSize, testSize, dataDirectory, ...others }) {
  return others;
}
