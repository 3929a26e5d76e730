import { duration } from "../../train/progress/duration.ts";
import { numbersOf } from "../../train/run/history.ts";
import { type CurvePoint, type Part, pointAt } from "../chart/learning.ts";
import type { Line } from "../chart/line.ts";
import { lineChart } from "../chart/lines.ts";
import { isThinned, thinned } from "../chart/thinned.ts";
import { valueDomain } from "../chart/value-domain.ts";
import { element, type Markup } from "../page/markup.ts";
import { page } from "../page/page.ts";
import { answer, picture, section, table, variantName } from "../page/parts.ts";
import type { RunReport } from "../run/run-report.ts";
import { ABSENT, measured, withoutSharedStart } from "../words/format.ts";
import { differences } from "./differences.ts";

/** A run beside others. */
export interface NamedReport {
  name: string;
  report: RunReport;
  /** How it was trained, as JSON. */
  settings: Readonly<Record<string, unknown>>;
}

/** More measures than these say the same again. */
const MOST = 4;

/** Runs side by side, each in its color: what they measured, their curves, and the settings in which they differ. */
export function runsHtml(runs: readonly NamedReport[], title = `${runs.length} runs`): string {
  const data = [...new Set(runs.map(({ report }) => report.data))];
  return page(
    title,
    element(
      "main",
      {},
      answer(title, data, [ONE_EACH]),
      measuresOf(runs),
      settingsOf(runs),
      ...(["validation", "train"] as const).map((part) => curvesOf(runs, part)),
    ),
  );
}

const ONE_EACH =
  "One run of each says little about which settings are better: another seed would give other numbers. evenkeel compare tells them apart, by several seeds.";

function measuresOf(runs: readonly NamedReport[]): Markup {
  const names = [...new Set(runs.flatMap(({ report }) => Object.keys(numbersOf(report.test ?? {}))))];
  const columns = [
    { heading: "Run" },
    ...names.map((name) => ({ heading: `Test ${name}`, number: true })),
    { heading: "Parameters", number: true },
    { heading: "Epochs", number: true },
    { heading: "Ended by" },
    { heading: "Time", number: true },
  ];
  const rows = runs.map(({ name, report }, i) => [
    variantName(name, i),
    ...names.map((measure) =>
      report.test ? measured(report.test[measure], report.units[measure] ?? "number") : ABSENT,
    ),
    report.parameters.toLocaleString("en"),
    report.history.length,
    report.underWay ? "under way, or killed" : report.stopped.reason,
    duration(report.seconds),
  ]);
  return section("measures", "What was measured", table("The runs, and their measures on the test set", columns, rows));
}

function settingsOf(runs: readonly NamedReport[]): Markup {
  const rows = differences(runs.map(({ settings }) => settings));
  const heading = "Settings that differ";
  if (rows.length === 0)
    return section("settings", heading, element("p", {}, "None: the runs have the same settings."));
  const columns = [{ heading: "Setting" }, ...runs.map(({ name }) => ({ heading: name }))];
  const cells = rows.map(([path, ...values]) => [path, ...values.map((value) => value && element("code", {}, value))]);
  return section("settings", heading, table("Settings in which the runs differ", columns, cells));
}

function curvesOf(runs: readonly NamedReport[], part: Part): Markup | undefined {
  const names = new Set(runs.flatMap(({ report }) => report.history.flatMap((row) => Object.keys(row[part] ?? {}))));
  const pictures = [...names].slice(0, MOST).flatMap((name, i) => pictureOf(runs, part, name, i) ?? []);
  if (pictures.length === 0) return undefined;
  return section(`curves-${part}`, HEADINGS[part], element("div", { class: "pair" }, pictures));
}

const HEADINGS = { train: "Training", validation: "Validation" } as const;

function pictureOf(runs: readonly NamedReport[], part: Part, name: string, i: number): Markup | undefined {
  const unit = runs.map(({ report }) => report.units[name]).find(Boolean) ?? "number";
  const labels = withoutSharedStart(
    runs.map((run) => run.name),
    14,
  );
  const lines = runs.flatMap(({ name: run, report }, series): Line[] => {
    const each = report.history.flatMap((row) => {
      const value = row[part]?.[name];
      return value !== undefined && Number.isFinite(value) ? [pointAt(row.epoch, value)] : [];
    });
    const points = thinned(each);
    const hint = ({ x, mean }: CurvePoint) => `${run}, epoch ${x}: ${measured(mean, unit)}`;
    return points.length === 0 ? [] : [{ series, points, label: labels[series], look: "own", hint }];
  });
  const last = Math.max(0, ...lines.flatMap(({ points }) => points.map(({ x }) => x)));
  if (last < 2) return undefined; // a point each is in the table
  const { domain, logarithmic, cut } = valueDomain(lines);
  const title = `${HEADINGS[part]} ${name}`;
  const chart = lineChart({
    id: `${part}-${i}`,
    title,
    description: lines.map(({ label, points }) => `${label}: ${measured(points.at(-1)?.mean, unit)}`).join("; "),
    ...{ width: 460, height: 300, lines, domain },
    xDomain: [1, last],
    right: Math.min(150, 26 + 8 * Math.max(...labels.map((label) => label.length))),
    tick: unit === "share" ? "%" : undefined,
  });
  const notes = [
    ...(lines.some(isThinned) ? ["A point stands for several epochs, with the least and the greatest of them."] : []),
    ...(logarithmic ? ["The vertical axis is logarithmic."] : []),
    ...(cut ? ["Values far from the rest lie beyond the axis."] : []),
  ];
  return picture(title, chart, `By epoch. ${notes.join(" ")}`.trim());
}
