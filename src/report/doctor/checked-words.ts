import { counted } from "../../compare/words/number-words.ts";
import type { Checked, DoctorReport } from "../../doctor/diagnose.ts";
import type { Finding } from "../../doctor/finding.ts";

/** "43 diagnoses (before, probe of 200 steps, training of 600 steps)" */
export function checkedInWords({ diagnoses, phases, steps }: Checked): string {
  const words = {
    before: "before training",
    probe: `probe of ${counted(steps.probe, "step")}`,
    during: `training of ${counted(steps.during, "step")}`,
  };
  return `${diagnoses} ${diagnoses === 1 ? "diagnosis" : "diagnoses"} (${phases.map((phase) => words[phase]).join(", ")})`;
}

/** What an examination says at first: "Healthy: nothing found by …", or which diseases there are; and that it was interrupted. */
export function headline({ healthy, findings, checked }: DoctorReport): string {
  const until = checked.interrupted ? "until then " : "";
  const by = `${until}by ${checkedInWords(checked)}`;
  if (healthy) return `${checked.interrupted ? "Interrupted" : "Healthy"}: nothing found ${by}.`;
  const [causes, consequences] = [gravest(findings, false), gravest(findings, true)];
  const names = causes.map(({ diagnosis }) => diagnosis);
  const also = consequences.length === 0 ? "" : `, and ${counted(consequences.length, "consequence")}`;
  const what = `${names.length} ${names.length === 1 ? "disease" : "diseases"}`;
  return `${checked.interrupted ? "Interrupted: " : ""}${what} found ${by}: ${[...new Set(names)].join(", ")}${also}.`;
}

/** What is more than information: causes, or what follows from them. */
function gravest(findings: readonly Finding[], consequences: boolean): Finding[] {
  return findings.filter(
    ({ severity, consequenceOf }) => severity !== "information" && (consequenceOf !== undefined) === consequences,
  );
}

/** Each finding that stands for itself, with what follows from it. */
export function grouped(findings: readonly Finding[]): { cause: Finding; consequences: Finding[] }[] {
  const groups: { cause: Finding; consequences: Finding[] }[] = [];
  for (const finding of findings) {
    const of = groups.findLast(({ cause }) => cause.diagnosis === finding.consequenceOf);
    if (of === undefined) groups.push({ cause: finding, consequences: [] });
    else of.consequences.push(finding);
  }
  return groups;
}
