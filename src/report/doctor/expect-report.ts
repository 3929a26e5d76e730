import * as v from "valibot";
import type { Cured } from "../../doctor/cure/cured.ts";
import type { DoctorReport } from "../../doctor/diagnose.ts";
import { checkOption, custom } from "../../options.ts";

const report = v.object({
  healthy: v.boolean(),
  findings: v.array(v.object({ diagnosis: v.string(), severity: v.string(), evidence: v.array(v.object({})) })),
  checked: v.object({ phases: v.array(v.string()), diagnoses: v.number(), backend: v.exactOptional(v.string()) }),
  backend: v.exactOptional(v.string()),
  cures: v.optional(v.array(v.object({ diagnosis: v.string(), kept: v.boolean(), why: v.string() }))),
});

const reportOption = custom<unknown>(report, undefined, "what diagnose() or cure() gave");

/** @throws a usage error for what is no report of the doctor. */
export function expectReport(where: string, value: unknown): asserts value is DoctorReport | Cured {
  checkOption(where, reportOption, value);
}
