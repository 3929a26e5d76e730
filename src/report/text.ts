import pc from "picocolors";
import type { Effect, Study } from "../compare/study.ts";
import { count, flag, optional, resolveOptions } from "../options.ts";
import { expectStudy } from "./expect-study.ts";
import {
  ABSENT,
  counted,
  differenceUnit,
  duration,
  interval,
  isShare,
  meanOf,
  pInColumn,
  signed,
  signedInterval,
  withoutSharedStart,
} from "./format.ts";
import { hanging, length, type Paint } from "./wrap.ts";

const GAP = "  ";
const NARROWEST_NAME = 8;

const OPTIONS = { color: optional(flag(false)), width: optional(count(80)) };

/**
 * A study for the terminal: a table of the variants, the verdict on each, and what all of it allows to say. Sentences
 * are wrapped to `width` columns (80 by default); names of variants are shortened there to keep the table within it.
 */
export function studyText(
  study: Study,
  options: { color?: boolean; width?: number } = {},
): string {
  expectStudy("studyText", study);
  const { color = false, width = 80 } = resolveOptions("studyText", OPTIONS, options);
  const colors = pc.createColors(color);
  const others = study.effects.filter(({ variant }) => variant !== study.baseline);
  return [
    colors.bold(study.title),
    colors.dim(summary(study)),
    "",
    ...table(study, width, colors),
    "",
    ...others.flatMap(({ variant, verdict }) => hanging(`${variant}: `, verdict, width, colors.bold)),
    "",
    colors.bold("What this allows to say"),
    ...study.conclusions.flatMap((sentence) => hanging("• ", sentence, width)),
    "",
  ].join("\n");
}

type Colors = ReturnType<typeof pc.createColors>;

function summary({ effects, seeds, runs, seconds, environment }: Study): string {
  const size = `${counted(effects.length, "variant")}, ${counted(seeds.length, "seed")}, ${counted(runs.length, "run")}`;
  return `${size} in ${duration(seconds)} (${environment.backend})`;
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
