import type { Epoch } from "../../../train/run/history.ts";
import { type CurvePoint, type Part, pointAt } from "../../chart/learning.ts";
import type { Line } from "../../chart/line.ts";
import { lineChart } from "../../chart/lines.ts";
import { isThinned, thinned } from "../../chart/thinned.ts";
import { valueDomain } from "../../chart/value-domain.ts";
import { element, type Markup } from "../../page/markup.ts";
import { picture, section } from "../../page/parts.ts";
import { measured } from "../../words/format.ts";
import type { RunReport } from "../run-report.ts";

/** More curves than these say the same again. */
const MOST = 4;

/** The learning curves of the loss and the first metrics, in training and validation. */
export function curvesSection({ history, units }: RunReport): Markup | undefined {
  const names = [...new Set(history.flatMap(({ train, validation }) => Object.keys({ ...train, ...validation })))];
  const shown = names.filter(
    (name) => curve(history, "train", name).length + curve(history, "validation", name).length > 1,
  );
  if (shown.length === 0) return undefined;
  return section(
    "learning",
    "Learning curves",
    element(
      "div",
      { class: "pair" },
      shown.slice(0, MOST).map((name, i) => chartOf(history, name, units[name] ?? "number", i)),
    ),
  );
}

function chartOf(history: readonly Epoch[], name: string, unit: RunReport["units"][string], i: number): Markup {
  const lines = (["train", "validation"] as const).flatMap((part, series): Line[] => {
    const points = thinned(curve(history, part, name));
    const hint = ({ x, mean }: CurvePoint) => `${WORDS[part]}, epoch ${x}: ${measured(mean, unit)}`;
    return points.length === 0 ? [] : [{ series, points, label: WORDS[part], look: "own", hint }];
  });
  const { domain, logarithmic } =
    unit === "share" ? { domain: sharesOf(lines), logarithmic: false } : valueDomain(lines);
  const chart = lineChart({
    id: `learning-${i}`,
    title: `${name} by epoch`,
    description: lines
      .map(({ label, points }) => `${label}: ${measured(points.at(-1)?.mean, unit)} at the end`)
      .join("; "),
    width: 460,
    height: 280,
    lines,
    domain,
    xDomain: [1, Math.max(2, history.at(-1)?.epoch ?? 2)],
    right: 96,
    tick: unit === "share" ? "%" : undefined,
  });
  const reading =
    lines.map(({ series }) => READINGS[series]).join(" ") +
    (lines.some(isThinned) ? " A point stands for several epochs, with the least and the greatest of them." : "") +
    (logarithmic ? " The vertical axis is logarithmic." : "");
  return picture(name, chart, reading);
}

/** Shares, from a whole tenth on, so that an axis of percent is never logarithmic. */
function sharesOf(lines: readonly Line[]): [number, number] {
  const values = lines.flatMap(({ points }) => points.map(({ mean }) => mean));
  return [Math.floor(10 * Math.min(...values) - 1e-9) / 10, Math.ceil(10 * Math.max(...values)) / 10];
}

const READINGS = [
  "Training: means over the epoch, while weights moved and dropout was on.",
  "Validation: after each epoch.",
] as const;

const WORDS = { train: "training", validation: "validation" } as const;

function curve(history: readonly Epoch[], part: Part, name: string): CurvePoint[] {
  return history.flatMap((row) => {
    const value = row[part]?.[name];
    return typeof value === "number" && Number.isFinite(value) ? [pointAt(row.epoch, value)] : [];
  });
}
