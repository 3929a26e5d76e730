import type { Finding, Severity } from "evenkeel";
import type { RunState } from "../race/race.ts";

/** A finding of a side, as it was told last. */
export interface Listed {
  finding: Finding;
  /** The step at which it was first told; undefined for what was found without training. */
  since: number | undefined;
}

const ORDER: readonly Severity[] = ["severe", "warning", "information"];

/** Each finding once, with its newest numbers: the gravest first, what follows from others behind them. */
export function listedFindings({ findings, before }: Pick<RunState, "findings" | "before">): Listed[] {
  const listed = new Map<string, Listed>();
  if (before !== undefined && "findings" in before)
    for (const finding of before.findings)
      listed.set(`${finding.diagnosis} ${finding.where}`, { finding, since: undefined });
  for (const { finding, step } of findings) {
    const key = `${finding.diagnosis} ${finding.where}`;
    listed.set(key, { finding, since: listed.get(key)?.since ?? step });
  }
  const rank = ({ finding: { consequenceOf, severity } }: Listed) =>
    (consequenceOf === undefined ? 0 : ORDER.length) + ORDER.indexOf(severity);
  return [...listed.values()].sort((a, b) => rank(a) - rank(b) || (a.since ?? 0) - (b.since ?? 0));
}
