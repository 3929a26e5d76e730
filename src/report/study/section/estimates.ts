import { valuesBySeed } from "../../../compare/findings.ts";
import type { Effect, Estimate, Study } from "../../../compare/study.ts";
import { type IntervalRow, intervalChart } from "../../chart/intervals.ts";
import { element, type Markup } from "../../page/markup.ts";
import { cutNote, differenceUnit, interval, isShare, measured, signed, signedInterval } from "../../words/format.ts";
import { picture, section } from "./parts.ts";

/** How each variant differs from the base, and what each measured. */
export function estimatesSection(study: Study): Markup {
  if (study.effects.every(({ value }) => value.count === 0)) {
    const nothing = element("p", {}, `No run finished with a test ${study.metric}, so there is nothing to draw.`);
    return section("estimates", "What was measured", nothing);
  }
  const differ = study.effects.some(({ difference }) => difference !== undefined);
  const pictures = [differ && differences(study), values(study)];
  return section("estimates", "What was measured", element("div", { class: "pair" }, pictures));
}

function differences(study: Study): Markup {
  const { metric, baseline } = study;
  const title = `Difference to ${baseline}, paired by seed`;
  const rows = study.effects.flatMap((effect, series) => differenceRow(effect, series, study));
  const chart = intervalChart({
    id: "differences",
    title,
    description: described(rows),
    rows,
    reference: { value: 0, label: "no difference" },
    ends: study.higherIsBetter ? ["worse", "better"] : ["better", "worse"],
    axis: differenceUnit(metric) || `test ${metric}`,
    tick: "+f",
    ...(isShare(metric) && { bounds: [-100, 100] as [number, number] }),
  });
  const note = cutNote(study.effects.map(({ difference }) => difference));
  const reading = `Dots: one seed each, test ${metric} minus that of ${baseline}.${intervalNote(rows)}`;
  return picture(title, chart, `${reading} ${note}`.trim());
}

function differenceRow({ variant, difference }: Effect, series: number, study: Study): IntervalRow[] {
  if (difference === undefined) return [];
  const { metric, baseline } = study;
  const baseValues = valuesBySeed(study, baseline);
  const pairs = [...valuesBySeed(study, variant)].filter(([seed]) => baseValues.has(seed));
  const dots = pairs.map(([seed, value]) => {
    const each = value - baseValues.get(seed)!;
    return { value: inUnits(each, metric), hint: `${variant}, seed ${seed}: ${signed(each, metric)}` };
  });
  const text = withInterval(signed(difference.mean, metric), signedInterval(difference, metric), difference);
  return [{ series, label: variant, text, estimate: scaled(difference, metric), dots }];
}

function values(study: Study): Markup {
  const { metric, effects } = study;
  const title = `Test ${metric} of each variant`;
  const rows = effects.map((effect, series) => valueRow(effect, series, study));
  const [base] = effects;
  const chart = intervalChart({
    id: "values",
    title,
    description: described(rows),
    rows,
    ...(base &&
      base.value.count > 0 && {
        reference: { value: inUnits(base.value.mean, metric), label: `mean of ${base.variant}` },
      }),
    axis: isShare(metric) ? `test ${metric} in percent` : `test ${metric}`,
    tick: "f",
    ...(isShare(metric) && { bounds: [0, 100] as [number, number] }),
  });
  const reading = `Dots: one seed each.${intervalNote(rows)} To compare variants, use the differences.`;
  return picture(title, chart, `${reading} ${cutNote(effects.map((effect) => effect.value))}`.trim());
}

function valueRow({ variant, value }: Effect, series: number, study: Study): IntervalRow {
  const { metric } = study;
  const dots = [...valuesBySeed(study, variant)].map(([seed, each]) => ({
    value: inUnits(each, metric),
    hint: `${variant}, seed ${seed}: ${measured(each, metric)}`,
  }));
  const text =
    value.count === 0 ? "no run finished" : withInterval(measured(value.mean, metric), interval(value, metric), value);
  return { series, label: variant, text, estimate: scaled(value, metric), dots };
}

const intervalNote = (rows: IntervalRow[]) =>
  rows.some(({ estimate }) => estimate.low !== undefined) ? " Lines: 95 % intervals." : "";

const withInterval = (mean: string, text: string, { low }: Estimate) =>
  low === undefined ? mean : `${mean} (${text})`;

const described = (rows: IntervalRow[]) => rows.map(({ label, text }) => `${label}: ${text}`).join("; ");

/** A share in percent, another measure as it is. */
const inUnits = (value: number, metric: string) => (isShare(metric) ? 100 * value : value);

function scaled({ low, high, ...estimate }: Estimate, metric: string): Estimate {
  const mean = estimate.count === 0 ? Number.NaN : inUnits(estimate.mean, metric);
  if (low === undefined || high === undefined) return { ...estimate, mean };
  return { ...estimate, mean, low: inUnits(low, metric), high: inUnits(high, metric) };
}
