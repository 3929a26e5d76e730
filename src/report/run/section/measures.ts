import type { Markup } from "../../page/markup.ts";
import { section, table } from "../../page/parts.ts";
import { ABSENT, measured } from "../../words/format.ts";
import { simplest } from "../run-conclusions.ts";
import type { RunReport } from "../run-report.ts";

/** Every measure on the test set, beside the simplest answer. */
export function measuresSection(report: RunReport): Markup | undefined {
  const { test, baseline = {}, units } = report;
  const names = Object.keys(test ?? {}).filter((name) => typeof test?.[name] === "number");
  if (test === undefined || names.length === 0) return undefined;
  return section(
    "measures",
    "On the test set",
    table(
      "Measures on the test set",
      [{ heading: "Measure" }, { heading: "Model", number: true }, { heading: "Simplest answer", number: true }],
      names.map((name) => [
        name,
        measured(test[name], units[name] ?? "number"),
        Object.hasOwn(baseline, name) ? measured(baseline[name], units[name] ?? "number") : ABSENT,
      ]),
      `The simplest answer looks at no input: ${simplest(report).replace(/,$/, "")}.`,
    ),
  );
}
