import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as all from "./diagnoses/index.ts";
import type { Diagnosis } from "./diagnosis.ts";

/** Their names are fixed: reports, programs and pages go by them. */
const NAMES = {
  data: "unscaledInputs constantFeatures nonFiniteInputs unbalancedClasses unpairedLabels noisyLabels leakedSamples shiftedParts smallValidation notShuffled",
  structure:
    "capacityOff softmaxBeforeLogits missingNonlinearity activationOnOutput wrongLoss initActivationMisfit symmetricWeights biasBeforeNorm misplacedDropout excessiveDropout tinyBatchNorm rateOutOfRange optimizerConstantsOff batchSizeOff augmentationTooStrong",
  training:
    "firstLossOff cannotOverfit diverges rateTooLow vanishingGradients explodingSignals deadUnits saturation oscillates doesNotLearn overfits overRegularized stoppedTooSoon layerStuck layerTooFast clippingOff nonFiniteStep validationEasier lossIsNotMetric",
};
const names = Object.values(NAMES).flatMap((list) => list.split(" "));
const diagnoses = Object.entries(all) as [string, Diagnosis][];
const files = readdirSync(new URL("diagnoses", import.meta.url)).filter(
  (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && file !== "index.ts",
);

test("each file is a diagnosis, named as its export", () => {
  const exported = files.map((file) => file.slice(0, -3).replace(/-\w/g, (part) => part[1].toUpperCase()));
  expect(diagnoses.map(([name]) => name).sort()).toEqual(exported.sort());
});

test("there are no others than those whose names are fixed", () => {
  expect(diagnoses.map(([name]) => name).filter((name) => !names.includes(name))).toEqual([]);
});

// Until nearly all are there, it would only say which are being written.
test.runIf(diagnoses.length > 40)("all of them are there", () => {
  expect(names.filter((name) => !diagnoses.some(([other]) => other === name))).toEqual([]);
});

describe.each(diagnoses)("%s", (name, diagnosis) => {
  test("says what it is, where it comes from and when it is silent", () => {
    expect(diagnosis.name).toBe(name);
    expect(NAMES[diagnosis.group].split(" ")).toContain(name);
    for (const text of [diagnosis.title, diagnosis.summary, diagnosis.source, diagnosis.signals, diagnosis.avoid])
      expect(text.trim()).toMatch(/^\S.{7,}$/s);
    expect(diagnosis.summary).toMatch(/\.$/);
  });

  test("has limits, each with its reason", () => {
    for (const [limit, { value, why }] of Object.entries(diagnosis.thresholds)) {
      expect(Number.isFinite(value), limit).toBe(true);
      expect(why.length, limit).toBeGreaterThan(8);
    }
  });

  test("can be seeded in at least one way", () => {
    expect(diagnosis.seeds.length).toBeGreaterThan(0);
    for (const { what, recipe, data, alsoRight = [] } of diagnosis.seeds) {
      expect(what.length).toBeGreaterThan(3);
      expect(recipe ?? data).toBeInstanceOf(Function);
      expect(alsoRight.filter((other) => !names.includes(other) || other === name)).toEqual([]);
    }
  });

  test("explains others that there are", () => {
    const { explains = [] } = diagnosis;
    expect(explains.filter((other) => !names.includes(other) || other === name)).toEqual([]);
    expect(new Set(explains).size).toBe(explains.length);
  });
});

test.each(["capacityOff", "biasBeforeNorm", "stoppedTooSoon", "validationEasier"])(
  "%s, which is often meant so, is never more than information",
  (name) => {
    expect(diagnoses.find(([other]) => other === name)?.[1].severity).toBe("information");
  },
);

test.each([
  ["clippingOff", "rateTooLow"], // steps that are clipped to a hundredth are too short
  ["batchSizeOff", "tinyBatchNorm"],
  ["layerTooFast", "deadUnits"],
])("%s is a cause of %s", (cause, symptom) => {
  expect(diagnoses.find(([name]) => name === cause)?.[1].explains).toContain(symptom);
});

test("none explains itself by way of others", () => {
  const explains = new Map(diagnoses.map(([name, { explains = [] }]) => [name, explains]));
  const cycleFrom = (name: string, way: readonly string[]): readonly string[] | undefined =>
    way.includes(name)
      ? [...way, name]
      : explains
          .get(name)
          ?.map((next) => cycleFrom(next, [...way, name]))
          .find((found) => found !== undefined);
  expect(diagnoses.map(([name]) => cycleFrom(name, [])).filter((cycle) => cycle !== undefined)).toEqual([]);
});
