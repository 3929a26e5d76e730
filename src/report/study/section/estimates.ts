import { valuesBySeed } from "../../../compare/findings.ts";
import type { Effect, Estimate, Study } from "../../../compare/study.ts";
import { signed } from "../../../compare/words/number-words.ts";
import type { MetricUnit } from "../../../model/metric.ts";
import { type IntervalRow, intervalChart } from "../../chart/intervals.ts";
import { element, type Markup } from "../../page/markup.ts";
import { picture, section } from "../../page/parts.ts";
import { cutNote, differenceUnit, interval, measured, signedInterval } from "../../words/format.ts";
import { unitOf } from "../../words/unit-of.ts";

/** How each variant differs from the baseline, and what each measured. */
export function estimatesSection(study: Study): Markup {
  if (study.effects.every(({ value }) => value.count === 0)) {
    const nothing = element("p", {}, `No run finished with a test ${study.metric}, so there is nothing to show.`);
    return section("estimates", "What was measured", nothing);
  }
  const differ = study.effects.some(({ difference }) => difference !== undefined);
  const pictures = [differ && differences(study), values(study)];
  return section("estimates", "What was measured", element("div", { class: "pair" }, pictures));
}

function differences(study: Study): Markup {
  const { metric, baseline } = study;
  const unit = unitOf(study);
  const title = `Difference from ${baseline}, paired by seed`;
  const rows = study.effects.flatMap((effect, series) => differenceRow(effect, series, study));
  const chart = intervalChart({
    id: "differences",
    title,
    description: described(rows),
    rows,
    reference: { value: 0, label: "no difference" },
    ends: study.higherIsBetter ? ["worse", "better"] : ["better", "worse"],
    axis: differenceUnit(unit) || `test ${metric}`,
    tick: "+f",
    bounds: unit === "share" ? [-100, 100] : undefined,
  });
  const note = cutNote(study.effects.map(({ difference }) => difference));
  const reading = `Each dot is one seed: test ${metric} minus that of ${baseline}.${intervalNote(rows)}`;
  return picture(title, chart, `${reading} ${note}`.trim());
}

function differenceRow({ variant, difference }: Effect, series: number, study: Study): IntervalRow[] {
  if (difference === undefined) return [];
  const unit = unitOf(study);
  const baseValues = valuesBySeed(study, study.baseline);
  const dots = [...valuesBySeed(study, variant)].flatMap(([seed, value]) => {
    const base = baseValues.get(seed);
    if (base === undefined) return [];
    const each = value - base;
    return { value: inPercent(each, unit), hint: `${variant}, seed ${seed}: ${signed(each, unit)}` };
  });
  const text = withInterval(signed(difference.mean, unit), signedInterval(difference, unit), difference);
  return [{ series, label: variant, text, estimate: scaled(difference, unit), dots }];
}

function values(study: Study): Markup {
  const { metric, effects } = study;
  const unit = unitOf(study);
  const title = `Test ${metric} of each variant`;
  const rows = effects.map((effect, series) => valueRow(effect, series, study));
  const [base] = effects;
  const chart = intervalChart({
    id: "values",
    title,
    description: described(rows),
    rows,
    reference:
      base === undefined || base.value.count === 0
        ? undefined
        : { value: inPercent(base.value.mean, unit), label: `mean of ${base.variant}` },
    axis: unit === "share" ? `test ${metric} in percent` : `test ${metric}`,
    tick: "f",
    bounds: unit === "share" ? [0, 100] : undefined,
  });
  const reading = `Each dot is one seed.${intervalNote(rows)} To compare variants, use the differences.`;
  return picture(title, chart, `${reading} ${cutNote(effects.map((effect) => effect.value))}`.trim());
}

function valueRow({ variant, value }: Effect, series: number, study: Study): IntervalRow {
  const unit = unitOf(study);
  const dots = [...valuesBySeed(study, variant)].map(([seed, each]) => ({
    value: inPercent(each, unit),
    hint: `${variant}, seed ${seed}: ${measured(each, unit)}`,
  }));
  const text =
    value.count === 0 ? "no run finished" : withInterval(measured(value.mean, unit), interval(value, unit), value);
  return { series, label: variant, text, estimate: scaled(value, unit), dots };
}

function intervalNote(rows: readonly IntervalRow[]): string {
  return rows.some(({ estimate }) => estimate.low !== undefined) ? " Lines are 95 % intervals." : "";
}

function withInterval(mean: string, text: string, { low }: Estimate): string {
  return low === undefined ? mean : `${mean} (${text})`;
}

function described(rows: readonly IntervalRow[]): string {
  return rows.map(({ label, text }) => `${label}: ${text}`).join("; ");
}

/** A share in percent, a number as it is. */
function inPercent(value: number, unit: MetricUnit): number {
  return unit === "share" ? 100 * value : value;
}

function scaled({ low, high, ...estimate }: Estimate, unit: MetricUnit): Estimate {
  const mean = estimate.count === 0 ? Number.NaN : inPercent(estimate.mean, unit);
  if (low === undefined || high === undefined) return { ...estimate, mean };
  return { ...estimate, mean, low: inPercent(low, unit), high: inPercent(high, unit) };
}
