import { valuesByRun } from "../../../compare/findings.ts";
import type { Effect, Estimate, Study } from "../../../compare/study.ts";
import { signed } from "../../../compare/words/number-words.ts";
import type { MetricUnit } from "../../../model/metric.ts";
import { type IntervalRow, intervalChart } from "../../chart/intervals.ts";
import { element, type Markup } from "../../page/markup.ts";
import { numbers, picture, section } from "../../page/parts.ts";
import { cutNote, differenceUnit, interval, measured, signedInterval } from "../../words/format.ts";
import { unitOf } from "../../words/unit-of.ts";
import { differenceData, valueData } from "../data/estimate-data.ts";

/** How each variant differs from the baseline, and what each measured. */
export function estimatesSection(study: Study): Markup {
  if (study.effects.every(({ value }) => value.count === 0)) {
    const nothing = element("p", {}, `No run finished with a test ${study.metric}, so there is nothing to show.`);
    return section("estimates", "What was measured", nothing);
  }
  return section("estimates", "What was measured", estimatePictures(study));
}

/** The same without a heading. @param of what tells its pictures from those of other studies on the page. */
export function estimatePictures(study: Study, of = ""): Markup {
  const differ = study.effects.some(({ difference }) => difference !== undefined);
  return element("div", { class: "pair" }, [differ && differences(study, of), values(study, of)]);
}

function differences(study: Study, of: string): Markup {
  const { metric, baseline } = study;
  const unit = unitOf(study);
  const title = `Difference from ${baseline}, paired by seed`;
  const rows = study.effects.flatMap((effect, series) => differenceRow(effect, series, study));
  const chart = intervalChart({
    id: `${of}differences`,
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
  const reading = `${dotOf(study)}: test ${metric} minus that of ${baseline}.${intervalNote(rows)}`;
  return picture(title, chart, `${reading} ${note}`.trim(), numbers(title, differenceData(study)));
}

function differenceRow({ variant, difference }: Effect, series: number, study: Study): IntervalRow[] {
  if (difference === undefined) return [];
  const unit = unitOf(study);
  const baseValues = valuesByRun(study, study.baseline);
  const dots = [...valuesByRun(study, variant)].flatMap(([run, value]) => {
    const base = baseValues.get(run);
    if (base === undefined) return [];
    const each = value - base;
    return { value: inPercent(each, unit), hint: `${variant}, ${run}: ${signed(each, unit)}` };
  });
  const text = withInterval(signed(difference.mean, unit), signedInterval(difference, unit), difference);
  return [{ series, label: variant, text, estimate: scaled(difference, unit), dots }];
}

function values(study: Study, of: string): Markup {
  const { metric, effects } = study;
  const unit = unitOf(study);
  const title = `Test ${metric} of each variant`;
  const rows = effects.map((effect, series) => valueRow(effect, series, study));
  const [base] = effects;
  const chart = intervalChart({
    id: `${of}values`,
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
  const reading = `${dotOf(study)}.${intervalNote(rows)} To compare variants, use the differences.`;
  const note = cutNote(effects.map((effect) => effect.value));
  return picture(title, chart, `${reading} ${note}`.trim(), numbers(title, valueData(study)));
}

function valueRow({ variant, value }: Effect, series: number, study: Study): IntervalRow {
  const unit = unitOf(study);
  const dots = [...valuesByRun(study, variant)].map(([run, each]) => ({
    value: inPercent(each, unit),
    hint: `${variant}, ${run}: ${measured(each, unit)}`,
  }));
  const text =
    value.count === 0 ? "no run finished" : withInterval(measured(value.mean, unit), interval(value, unit), value);
  return { series, label: variant, text, estimate: scaled(value, unit), dots };
}

/** What a dot is. */
function dotOf({ dataSeeds }: Study): string {
  return dataSeeds === undefined ? "Each dot is one seed" : "Each dot is one seed on one split of the data";
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
