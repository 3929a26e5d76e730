import pc from "picocolors";
import type { Effect, Study } from "../../compare/study.ts";
import { count, flag, optional, resolveOptions } from "../../options.ts";
import { duration } from "../../train/progress/duration.ts";
import { expectStudy } from "../study/expect-study.ts";
import {
  ABSENT,
  counted,
  cutNote,
  differenceUnit,
  interval,
  isShare,
  meanOf,
  pInColumn,
  runsInWords,
  signed,
  signedInterval,
  unbroken,
  withoutSharedStart,
} from "./format.ts";
import { printable, printableData } from "./printable.ts";
import { hanging, length, type Paint, wrap } from "./wrap.ts";

const GAP = "  ";
/** Below this the numbers of a table have no room. */
const NARROWEST_TABLE = 76;
const NARROWEST_NAME = 8;

const OPTIONS = { color: optional(flag(false)), width: optional(count(80)) };

/**
 * A study for the terminal: a table of the variants, the verdict on each, and what all of it allows to say. All of it
 * keeps within `width` columns (80 by default): sentences are wrapped, names shortened, and where there is no room for a
 * table the numbers stand below each variant's name.
 */
export function studyText(given: Study, options: { color?: boolean; width?: number } = {}): string {
  expectStudy("studyText", given);
  const study = shown(given);
  const { color = false, width = 80 } = resolveOptions("studyText", OPTIONS, options);
  const colors = pc.createColors(color);
  const others = study.effects.filter(({ variant }) => variant !== study.baseline);
  const note = cutNote(study.effects.flatMap(({ value, difference }) => [value, difference]));
  return [
    ...wrap(study.title, width).map(colors.bold),
    ...wrap(summary(study), width).map(colors.dim),
    "",
    ...(width < NARROWEST_TABLE ? list(study, width, colors) : table(study, width, colors)),
    ...(note === "" ? [] : wrap(unbroken(note), width).map(colors.dim)),
    "",
    ...others.flatMap(({ variant, verdict }) => hanging(`${variant}: `, verdict, width, colors.bold)),
    "",
    colors.bold("What this allows to say"),
    ...study.conclusions.flatMap((sentence) => hanging("• ", sentence, width)),
    "",
  ].join("\n");
}

type Colors = ReturnType<typeof pc.createColors>;

/** The study without anything that would command the terminal. */
const shown = (study: Study): Study => ({
  ...study,
  ...printableData({ title: study.title, conclusions: study.conclusions, environment: study.environment }),
  ...{ metric: printable(study.metric), baseline: printable(study.baseline) },
  effects: study.effects.map((effect) => ({
    ...effect,
    ...{ variant: printable(effect.variant), verdict: printable(effect.verdict) },
  })),
});

function summary(study: Study): string {
  const { effects, seeds, seconds, environment } = study;
  const size = `${counted(effects.length, "variant")}, ${counted(seeds.length, "seed")}, ${runsInWords(study)}`;
  return `${size} in ${duration(seconds)} (${environment.backend})`;
}

/** In place of the table: each variant's name, and its numbers below it. */
function list(study: Study, width: number, colors: Colors): string[] {
  const indented = (text: string) => wrap(unbroken(text), width - 2).map((line) => `  ${line}`);
  return study.effects.flatMap((effect) => {
    const [variant, mean, interval, difference, between, p] = cells(effect, study) as [string, ...string[]];
    const compared = effect.variant === study.baseline ? "the base" : `${difference} (${between}), p ${p}`;
    const paint = paintOf(effect, study, colors);
    return [
      ...wrap(variant, width).map(colors.bold),
      ...indented(`test ${study.metric} ${mean} (${interval})`),
      ...indented(`difference: ${compared}`).map(paint),
    ];
  });
}

// ── The table ────────────────────────────────────────────────────────────────────────────────────────────────────────

function table(study: Study, width: number, colors: Colors): string[] {
  const unit = isShare(study.metric) ? "(points)" : differenceUnit(study.metric);
  const headings = [
    ["variant", `test ${study.metric}`, "95 %", "difference", "95 %", "p"],
    ["", "(mean)", "interval", unit, "interval", ""],
  ];
  const wide = study.effects.map((effect) => cells(effect, study));
  const [room] = fitTo(columnWidths([...headings, ...wide]), width);
  const names = withoutSharedStart(
    study.effects.map(({ variant }) => variant),
    room!,
  );
  const rows = wide.map(([, ...numbers], i) => [names[i]!, ...numbers]);
  const widths = fitTo(columnWidths([...headings, ...rows]), width);
  const rule = colors.dim("─".repeat(widths.reduce((sum, each) => sum + each) + GAP.length * (widths.length - 1)));
  return [
    ...headings.map((row) => colors.bold(line(row, widths))),
    rule,
    ...rows.map((row, i) => line(row, widths, paintOf(study.effects[i]!, study, colors))),
  ];
}

function cells({ variant, value, difference }: Effect, { metric, baseline }: Study): string[] {
  const numbers = [meanOf(value, metric), interval(value, metric)];
  if (variant === baseline) return [variant, ...numbers, "base", "", ""];
  if (difference === undefined) return [variant, ...numbers, ABSENT, ABSENT, ABSENT];
  const { mean, p } = difference;
  return [variant, ...numbers, signed(mean, metric), signedInterval(difference, metric), pInColumn(p)];
}

/** Green for better, red for worse, plain where the interval includes 0 or there is none. */
function paintOf({ difference }: Effect, { higherIsBetter }: Study, colors: Colors): Paint {
  const { low, high } = difference ?? {};
  if (low === undefined || high === undefined || (low <= 0 && high >= 0)) return String;
  return low > 0 === higherIsBetter ? colors.green : colors.red;
}

const columnWidths = (rows: string[][]) =>
  rows[0]!.map((_, column) => Math.max(...rows.map((row) => length(row[column]!))));

/** The first column gives way where the table is too wide. */
function fitTo([first, ...others]: number[], width: number): number[] {
  const room = width - others.reduce((sum, each) => sum + each + GAP.length, 0);
  return [Math.min(first!, Math.max(room, NARROWEST_NAME)), ...others];
}

/** One row: the name to the left, numbers to the right, the difference and what follows it painted. */
function line(row: string[], widths: number[], paint: Paint = String): string {
  const padded = row.map((cell, column) => {
    const gap = " ".repeat(Math.max(0, widths[column]! - length(cell)));
    return column === 0 ? shorten(cell, widths[0]!) + gap : gap + cell;
  });
  return padded.slice(0, 3).join(GAP) + GAP + paint(padded.slice(3).join(GAP).trimEnd());
}

/** A name cut in its middle, for its ends are what tells it from others. */
function shorten(text: string, width: number): string {
  if (length(text) <= width) return text;
  const characters = Array.from(text);
  const start = Math.ceil((width - 1) / 2);
  return `${characters.slice(0, start).join("")}…${characters.slice(start + 1 - width).join("")}`;
}
