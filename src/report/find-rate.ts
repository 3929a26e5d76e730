import * as v from "valibot";
import { checkOption, count, custom } from "../options.ts";
import type { RateTest } from "../train/find-rate/find-rate.ts";
import { showRate } from "../train/find-rate/suggest-rate.ts";
import { domainOf, type Line, lineChart } from "./chart/lines.ts";
import { element, type Markup } from "./page/markup.ts";
import { page } from "./page/page.ts";
import { expectRateTest } from "./study/expect-study.ts";
import { answer, picture, section, table } from "./study/section/parts.ts";
import { hanging } from "./words/wrap.ts";

/** A range test as one page: what it says, the picture, and the numbers. `facts` say of what it is: recipe, data, date. */
export function findRateHtml(test: RateTest, title = "Which learning rate?", facts: readonly string[] = []): string {
  expectRateTest("findRateHtml", test);
  checkOption("findRateHtml: title", custom(v.string(), undefined, "a text"), title);
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

/** Marks stand in the caption, where they cannot be taken for data, and are as large as other text on a phone. */
function pictureOf({ rates, losses, smoothed, suggestion }: RateTest): Markup {
  const points = (values: number[]) =>
    values.map((value, i) => ({ epoch: rates[i], mean: value, low: value, high: value, count: 1 }));
  const { domain: thick } = domainOf([{ series: 0, look: "solid", points: points(smoothed) }]);
  const domain: [number, number] = [Math.min(thick[0], ...losses), thick[1]]; // an explosion may leave the picture
  const at = (rate: number): Line => ({
    ...{ series: 1, look: "own" },
    points: domain.map((value) => ({ epoch: rate, mean: value, low: value, high: value, count: 1 })),
    hint: () => `the rate to take: ${showRate(rate)}`,
  });
  const lines: Line[] = [
    { series: 0, look: "thin", points: points(losses) },
    {
      ...{ series: 0, look: "solid", points: points(smoothed) },
      hint: ({ epoch, mean }) => `rate ${showRate(epoch)}: loss ${mean.toPrecision(4)}`,
    },
    ...(suggestion === undefined ? [] : [at(suggestion.rate)]),
  ];
  const chart = lineChart({
    ...{
      id: "range-test",
      title: "Loss against learning rate",
      description: "The loss at each rate of the range test.",
    },
    ...{ width: 400, height: 300, right: 14, lines, domain, across: "learning rate" },
    epochs: [rates[0], rates.at(-1) as number],
  });
  return picture(
    "Loss against learning rate",
    chart,
    "One step at each rate, ascending; the thick line is the smoothed loss. " +
      (suggestion === undefined
        ? ""
        : `The vertical line is the rate to take, ${showRate(suggestion.rate)}: ${suggestion.reason}.`),
  );
}

function tableOf({ rates, losses, smoothed }: RateTest): Markup {
  const columns = [
    { heading: "Rate", number: true },
    { heading: "Loss", number: true },
    { heading: "Smoothed", number: true },
  ];
  const rows = some(rates.length, 16).map((i) => [
    showRate(rates[i]),
    losses[i].toPrecision(4),
    smoothed[i].toPrecision(4),
  ]);
  return table("Some of the steps", columns, rows);
}

/** A range test for the terminal: the smoothed loss at some rates as bars, and what it says. */
export function findRateText(test: RateTest, width = 80): string {
  expectRateTest("findRateText", test);
  checkOption("findRateText: width", count(80), width);
  const { rates, smoothed, explanation } = test;
  const least = Math.min(...smoothed);
  const most = Math.max(smoothed[0] ?? 0, least); // an explosion runs off the end
  const room = Math.max(10, Math.min(50, width - 30));
  const lines = some(rates.length, 20).map((i) => {
    const share = most === least ? 1 : Math.min(1, (smoothed[i] - least) / (most - least));
    return `  ${showRate(rates[i]).padStart(8)}  ${smoothed[i].toPrecision(4).padStart(9)}  ${"█".repeat(Math.round(share * room))}`;
  });
  return [
    ...(lines.length === 0 ? [] : ["      rate       loss", ...lines, ""]),
    ...hanging("", explanation, width),
  ].join("\n");
}

/** At most so many places of a list, evenly spread, the last one among them. */
function some(length: number, most: number): number[] {
  const count = Math.min(length, most);
  return Array.from({ length: count }, (_, i) => (count === 1 ? 0 : Math.round((i * (length - 1)) / (count - 1))));
}
