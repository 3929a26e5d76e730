import pc from "picocolors";
import { isUsual } from "../../backend/is-usual.ts";
import type { CureTrial } from "../../doctor/cure/cure-trial.ts";
import { type Cured, isCured } from "../../doctor/cure/cured.ts";
import type { DoctorReport } from "../../doctor/diagnose.ts";
import type { Advice, Finding } from "../../doctor/finding.ts";
import { type Checks, count, flag, optional, resolveOptions } from "../../options.ts";
import { unbroken } from "../words/format.ts";
import { printableData } from "../words/printable.ts";
import { hanging, wrap } from "../words/wrap.ts";
import { grouped, headline } from "./checked-words.ts";
import { evidenceInWords } from "./evidence-words.ts";
import { expectReport } from "./expect-report.ts";
import { titleOf } from "./title-of.ts";
import { endInWords, trialInWords } from "./trial-words.ts";

/** How what the doctor found is shown in a terminal. */
export interface DoctorTextOptions {
  /** Whether it is colored, by the codes of terminals. False by default. */
  color?: boolean;
  /** Columns that no line exceeds, but for commands and the first line of a healthy run. 80 by default. */
  width?: number;
}

export const OPTIONS = { color: optional(flag(false)), width: optional(count(80)) } satisfies Checks<DoctorTextOptions>;

/**
 * What the doctor found, for the terminal. One line where a run is healthy; else each disease with what it was found by,
 * what it means, what to do, and what follows from it; then which advice was tried, and what became of it.
 * @throws a usage error for what neither `diagnose` nor `cure` gave, and for unknown options.
 * @example
 * console.log(doctorText(await diagnose({ data: "digits", model: "mlp", scaling: "none" }), { width: 100 }));
 */
export function doctorText(given: DoctorReport | Cured, options: DoctorTextOptions = {}): string {
  expectReport("doctorText", given);
  const { color = false, width = 80 } = resolveOptions("doctorText", OPTIONS, options);
  const report = printableData(given);
  const colors = pc.createColors(color);
  const isGreen = report.healthy && !report.checked.interrupted;
  const head = isGreen ? [colors.green(headline(report))] : hanging("", headline(report), width, colors.bold);
  const groups = grouped(report.findings);
  return [
    ...head,
    ...(report.checked.left ?? []).flatMap((text) => hanging("Not examined: ", text, width, colors.dim)),
    ...computedLines(report.checked.backend, { width, colors }),
    ...(report.healthy ? [] : [""]),
    ...groups.flatMap(({ cause, consequences }, i) =>
      cause.severity === "information"
        ? hanging(`${cause.diagnosis} (information): `, cause.meaning, width, colors.dim)
        : [...diseaseLines(cause, i + 1, consequences, { width, colors }), ""],
    ),
    ...(isCured(report) ? cureLines(report, { width, colors }) : []),
  ]
    .join("\n")
    .trimEnd();
}

interface Look {
  width: number;
  colors: ReturnType<typeof pc.createColors>;
}

function diseaseLines(finding: Finding, number: number, consequences: readonly Finding[], { width, colors }: Look) {
  const { diagnosis, severity, confidence, where, meaning, evidence, advice, source } = finding;
  const grade = severity === "severe" ? colors.red(severity) : colors.yellow(severity);
  const indented = (lines: readonly string[]) => lines.map((line) => `   ${line}`);
  const room = width - 3;
  return [
    ...hanging(`${number}. ${diagnosis}`, `: ${titleOf(diagnosis)}`, width, colors.bold),
    `   ${grade} · ${Math.round(100 * confidence)} % sure · ${where}`,
    ...indented(wrap(unbroken(meaning), room)),
    ...indented(evidence.flatMap((sign) => hanging("· ", evidenceInWords(sign), room))),
    ...indented(advice.flatMap((each) => adviceLines(each, room, colors))),
    ...indented(
      consequences.flatMap((each) =>
        hanging(`Follows from it: ${each.diagnosis}, at ${each.where}. `, each.meaning, room, colors.dim),
      ),
    ),
    ...indented(hanging("Source: ", source, room).map(colors.dim)),
  ];
}

/** What to do, in words, as flags and in a program. */
function adviceLines({ text, flags, code }: Advice, width: number, { cyan, green }: Look["colors"]): string[] {
  const ways = [flags, code].filter((way) => way !== "");
  return [...hanging("Advice: ", text, width, green), ...ways.map((way) => `  ${cyan(way)}`)];
}

function cureLines(report: Cured, look: Look): string[] {
  const { width, colors } = look;
  const { cures, cured } = report;
  if (report.healthy && cures.length === 0 && report.ended !== "interrupted") return [];
  const command = Object.keys(cured.change).length === 0 ? [] : [`  ${colors.cyan(cured.command)}`];
  return [
    ...(cures.length === 0 ? [] : ["", colors.bold(triedHeading(cures))]),
    ...(report.backend === report.checked.backend ? [] : computedLines(report.backend, look)),
    ...cures.flatMap((trial) => trialLines(trial, look)),
    ...hanging("", endInWords(report), width, colors.bold),
    ...command,
  ];
}

/** "Computed by webgpu, a card"; nothing of wasm as it is by default. */
function computedLines(backend: string | undefined, { width, colors }: Look): string[] {
  if (backend === undefined || (isUsual(backend) && backend.startsWith("wasm"))) return [];
  return hanging("Computed by ", backend, width, colors.dim);
}

/** "Tried with 5 seeds each, measured on the test set:" */
function triedHeading(cures: readonly CureTrial[]): string {
  const seeds = cures.find(({ study }) => study !== undefined)?.study?.seeds.length;
  return seeds === undefined
    ? "Not tried:"
    : `Tried with ${seeds} ${seeds === 1 ? "seed" : "seeds"} each, measured on the test set:`;
}

function trialLines(trial: CureTrial, { width, colors }: Look): string[] {
  const mark = trial.kept ? colors.green("✓") : colors.dim("–");
  const flags = trial.flags === "" ? "" : ` (${trial.flags})`;
  const lines = hanging("", `${trial.diagnosis}: ${trial.advice}${flags}. ${trialInWords(trial)}`, width - 2);
  return lines.map((line, i) => (i === 0 ? `${mark} ${line}` : `  ${line}`));
}
