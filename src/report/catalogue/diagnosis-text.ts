import pc from "picocolors";
import type { Advice } from "../../doctor/finding.ts";
import { unbroken } from "../words/format.ts";
import { hanging, wrap } from "../words/wrap.ts";
import { DIAGNOSIS_GROUPS, type DiagnosisFacts, PHASE_WORDS } from "./diagnosis-facts.ts";

/** Lines longer than this are hard to read, however wide the terminal is. */
const WIDEST = 100;

/** The whole page of a diagnosis for the terminal, wrapped to `width` columns (80 by default). */
export function diagnosisText(
  diagnosis: DiagnosisFacts,
  advice: readonly Advice[],
  { color = false, width = 80 } = {},
) {
  const { bold, dim, cyan } = pc.createColors(color);
  const { name, title, summary, group, phase, severity, signals, thresholds, avoid, explains, seeds, source } =
    diagnosis;
  const room = Math.min(width, WIDEST) - 2;
  const paragraph = (text: string) => wrap(unbroken(text), room);
  const part = (heading: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ["", bold(heading), ...lines.map((line) => `  ${line}`)];
  return [
    `${bold(name)}  ${dim(`diagnosis · ${DIAGNOSIS_GROUPS[group]}`)}`,
    ...[...paragraph(`${title}. ${summary}`), ...paragraph(`At most ${severity}, ${PHASE_WORDS[phase]}.`).map(dim)].map(
      (line) => `  ${line}`,
    ),
    ...part("What is looked at", paragraph(signals)),
    ...part(
      "Limits",
      thresholds.flatMap((limit) => hanging(`${limit.name}: `, `${limit.value}, ${limit.why}`, room, bold)),
    ),
    ...part("What to do", [
      ...advice.flatMap(({ text, flags }) => hanging("· ", flags === "" ? text : `${text}: ${cyan(flags)}`, room)),
      ...paragraph("evenkeel doctor --cure says it for a run, and proves it by paired runs."),
    ]),
    ...part("When it is silent, and what to watch", paragraph(avoid)),
    ...part("What it explains", explains.length === 0 ? [] : paragraph(explains.join(", "))),
    ...part(
      "How a healthy run gets it",
      seeds.flatMap((seed) => hanging("· ", seed, room)),
    ),
    ...part("Source", paragraph(source)),
  ].join("\n");
}
