import * as v from "valibot";
import { checkOption, custom } from "../../options.ts";
import type { RateTest } from "../../train/find-rate/find-rate.ts";
import { showRate } from "../../train/find-rate/suggest-rate.ts";
import { pointAt } from "../chart/learning.ts";
import type { Line } from "../chart/line.ts";
import { lineChart } from "../chart/lines.ts";
import { spacedIndices } from "../chart/spaced-indices.ts";
import { valueDomain } from "../chart/value-domain.ts";
import { element, type Markup } from "../page/markup.ts";
import { page } from "../page/page.ts";
import { answer, picture, section, table } from "../page/parts.ts";
import { expectRateTest } from "./expect-rate-test.ts";

/**
 * A range test as one page: the suggestion, the picture, and the numbers. `facts` name the recipe, the data, the date.
 * @param title the title of the page. "Which learning rate?" by default.
 * @param facts what it was made of, in short: recipe, data, date. None by default.
 * @returns a page that needs nothing else, as text.
 * @throws a usage error for what is no range test.
 * @example
 * const page = findRateHtml(await findRate(model, data));
 */
export function findRateHtml(test: RateTest, title = "Which learning rate?", facts: readonly string[] = []): string {
  expectRateTest("findRateHtml", test);
  checkOption("findRateHtml: title", custom(v.string(), undefined, "a string"), title);
  const main = element(
    "main",
    {},
    answer(title, facts, [test.explanation]),
    section(
      "test",
      "The range test",
      element("div", { class: "pair" }, test.rates.length > 1 && pictureOf(test), tableOf(test)),
    ),
  );
  return page(title, main);
}

/** The marks are explained in the caption, where they cannot be taken for data and are legible on a phone. */
function pictureOf({ rates, losses, smoothed, suggestion }: RateTest): Markup {
  const points = (values: readonly number[]) => values.map((value, i) => pointAt(rates[i], value));
  const thick: Line = {
    series: 0,
    look: "solid",
    points: points(smoothed),
    hint: ({ x, mean }) => `rate ${showRate(x)}: loss ${mean.toPrecision(4)}`,
  };
  const [least, most] = valueDomain([thick]).domain;
  const domain = [Math.min(least, ...losses), most] as const; // an explosion may leave the picture
  const chart = lineChart({
    id: "range-test",
    title: "Loss against learning rate",
    description: "The loss at each rate of the range test.",
    width: 400,
    height: 300,
    right: 14,
    lines: [
      { series: 0, look: "thin", points: points(losses) },
      thick,
      ...(suggestion === undefined ? [] : [markAt(suggestion.rate, domain)]),
    ],
    domain,
    xDomain: [rates[0], rates[rates.length - 1]],
    xLabel: "learning rate",
    xScale: "log",
  });
  return picture(
    "Loss against learning rate",
    chart,
    "One step at each rate, from low to high; the thick line is the smoothed loss." +
      (suggestion === undefined
        ? ""
        : ` The vertical line marks the suggested rate, ${showRate(suggestion.rate)}: ${suggestion.reason}.`),
  );
}

/** A vertical line at a rate. */
function markAt(rate: number, domain: readonly number[]): Line {
  return {
    series: 1,
    look: "own",
    points: domain.map((value) => pointAt(rate, value)),
    hint: () => `suggested rate: ${showRate(rate)}`,
  };
}

function tableOf({ rates, losses, smoothed }: RateTest): Markup {
  const columns = [
    { heading: "Rate", number: true },
    { heading: "Loss", number: true },
    { heading: "Smoothed", number: true },
  ];
  const rows = spacedIndices(rates.length, 16).map((i) => [
    showRate(rates[i]),
    losses[i].toPrecision(4),
    smoothed[i].toPrecision(4),
  ]);
  return table("Some of the steps", columns, rows);
}
