import { describe, expect, test } from "vitest";
import type { DoctorReport } from "../src/doctor/diagnose.ts";
import { diagnose } from "../src/doctor/diagnose.ts";
import * as all from "../src/doctor/diagnoses/index.ts";
import type { Diagnosis } from "../src/doctor/diagnosis.ts";
import { expectAdviceRuns } from "./advice-runs.ts";
import { HEALTHY, seeded } from "./doctor-recipes.ts";

const PATIENCE = { timeout: 300_000 };
const diagnoses = Object.values(all) as Diagnosis[];

describe("a healthy recipe gets no warning", PATIENCE, () => {
  test.each(Object.entries(HEALTHY))("%s", async (_, { recipe, data }) => {
    const { findings, healthy } = await diagnose({ recipe, data: await data() }, { threads: 0 });
    expect(findings.filter(({ severity }) => severity !== "information").map(told)).toEqual([]);
    expect(healthy).toBe(true);
  });
});

describe.each(diagnoses.map((diagnosis) => [diagnosis.name, diagnosis] as const))("%s", PATIENCE, (name, diagnosis) => {
  test.each(diagnosis.seeds.map((seed) => [seed.what, seed] as const))(
    "is found in a recipe with %s",
    async (_, seed) => {
      const right = [name, ...(seed.alsoRight ?? [])];
      const tried: string[] = [];
      for (const [on, healthy] of Object.entries(HEALTHY)) {
        const sick = await seeded(healthy, seed);
        if (sick === undefined) continue;
        const { findings } = await examined(sick);
        if (findings.some((finding) => right.includes(finding.diagnosis))) {
          for (const finding of findings) {
            expectPlain(finding);
            for (const advice of finding.advice) await expectAdviceRuns(advice, sick);
          }
          return;
        }
        tried.push(`${on}: ${findings.map(told).join("; ") || "nothing"}`);
      }
      expect.fail(tried.length === 0 ? "it applies to no recipe" : `found in none:\n${tried.join("\n")}`);
    },
  );
});

function examined({ recipe, data }: NonNullable<Awaited<ReturnType<typeof seeded>>>): Promise<DoctorReport> {
  return diagnose({ recipe, data }, { threads: 0 });
}

/** Plain JSON, whose evidence is beyond its limits, and whose advice is said in words. */
function expectPlain(finding: DoctorReport["findings"][number]): void {
  for (const { value, threshold, beyond = "above", signal } of finding.evidence) {
    expect(typeof signal).toBe("string");
    expect(beyond === "above" ? value >= threshold : value <= threshold, `${finding.diagnosis}: ${signal}`).toBe(true);
  }
  expect(finding.confidence).toBeGreaterThan(0);
  expect(finding.confidence).toBeLessThanOrEqual(1);
  expect(JSON.parse(JSON.stringify(finding.advice)).every((advice: { text: string }) => advice.text !== "")).toBe(true);
}

function told({ diagnosis, severity, where, evidence }: DoctorReport["findings"][number]): string {
  return `${severity} ${diagnosis} at ${where} (${evidence.map(({ signal, value }) => `${signal} ${value.toPrecision(3)}`).join(", ")})`;
}
