#!/usr/bin/env node
// Runs exported models in ONNX Runtime, and compares them with `predict`: every layer and every architecture of the
// catalogue, every primitive, and trained models of data of every kind. Needs `npm ci` in this folder, and dist/.
// @ts-check
import { architectureCases, layerCases, optionCases, primitiveCases } from "./cases.mjs";
import { difference, TOLERANCE } from "./compare.mjs";
import { hasRuntime } from "./runtime.mjs";
import { trainedCases } from "./trained-cases.mjs";

if (!hasRuntime) {
  console.error("ONNX Runtime is not installed: npm ci --prefix test/onnx");
  process.exit(2);
}
/** @type {import("./cases.mjs").Evenkeel} */
const evenkeel = await import(new URL("../../dist/index.js", import.meta.url).href);

const groups = {
  layers: layerCases,
  options: optionCases,
  primitives: primitiveCases,
  architectures: architectureCases,
};
/** @type {[string, () => Promise<number>][]} */
const checks = [
  ...Object.entries(groups).flatMap(([group, cases]) =>
    Object.entries(cases(evenkeel)).map(
      ([name, of]) =>
        /** @type {[string, () => Promise<number>]} */ ([`${group}: ${name}`, () => difference(evenkeel, of)]),
    ),
  ),
  ...Object.entries(trainedCases(evenkeel)).map(
    ([name, check]) => /** @type {[string, () => Promise<number>]} */ ([`trained: ${name}`, check]),
  ),
];

let failed = 0;
let largest = { name: "", apart: 0 };
for (const [name, check] of checks) {
  try {
    const apart = await check();
    if (apart > largest.apart) largest = { name, apart };
    if (apart <= TOLERANCE) continue;
    console.error(`${name}: expected at most ${TOLERANCE} between predict and ONNX Runtime, received ${apart}.`);
  } catch (error) {
    console.error(`${name}: ${error instanceof Error ? error.message : error}`);
  }
  failed++;
}
console.log(
  `${checks.length} exported models ran in ONNX Runtime, ${failed} failed; the largest difference is ${largest.apart.toExponential(1)} (${largest.name}).`,
);
process.exitCode = failed === 0 ? 0 : 1;
