import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pointAt } from "./learning.ts";
import type { Line } from "./line.ts";
import { apart } from "./line-labels.ts";
import { lineChart } from "./lines.ts";
import { valueDomain } from "./value-domain.ts";

const lineOf = (means: number[], spread = 0): Line => ({
  series: 1,
  look: "own",
  points: means.map((mean, i) => ({ x: i + 1, mean, low: mean - spread, high: mean + spread, count: 2 })),
});

describe("valueDomain", () => {
  test("spans all values, bands included", () => {
    expect(valueDomain([lineOf([1, 2, 3], 0.5), lineOf([4])])).toEqual({
      domain: [0.5, 4],
      cut: false,
      logarithmic: false,
    });
  });

  test("cuts off values far from most others", () => {
    // Quartiles of 0.1, 0.9, …, 0.98 are 0.92 and 0.96, so the lower fence is at 0.86.
    const { domain, cut } = valueDomain([lineOf([0.1, 0.9, 0.92, 0.93, 0.94, 0.95, 0.96, 0.97, 0.98])]);
    expect(domain).toEqual([expect.closeTo(0.86, 12), 0.98]);
    expect(cut).toBe(true);
  });

  test("is logarithmic over more than a factor of 50", () => {
    expect(valueDomain([lineOf([0.01, 0.6])])).toEqual({ domain: [0.01, 0.6], cut: false, logarithmic: true });
    expect(valueDomain([lineOf([0.02, 0.6])]).logarithmic).toBe(false);
    expect(valueDomain([lineOf([0, 0.6])]).logarithmic).toBe(false);
  });

  test("has some height for equal values, and for none", () => {
    expect(valueDomain([lineOf([2, 2])]).domain).toEqual([1, 3]);
    expect(valueDomain([lineOf([0])]).domain).toEqual([-0.5, 0.5]);
    expect(valueDomain([]).domain).toEqual([0, 1]);
  });
});

describe("apart", () => {
  test("keeps labels apart, in order and within the axis, and leaves those alone that are", () => {
    expect(apart([10, 50, 90], 14, [100, 0])).toEqual([10, 50, 90]);
    expect(apart([98, 99, 100], 14, [100, 0])).toEqual([72, 86, 100]);
    const heights = fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { maxLength: 12 });
    fc.assert(
      fc.property(heights, (each) => {
        const moved = apart(each, 14, [200, 0]);
        const sorted = moved.toSorted((a, b) => a - b);
        for (let i = 1; i < sorted.length; i++) expect(sorted[i] - sorted[i - 1]).toBeGreaterThan(14 - 1e-9);
        for (const height of moved) expect(height).toBeLessThanOrEqual(200);
        for (const height of moved) expect(height).toBeGreaterThanOrEqual(0);
        for (let i = 0; i < each.length; i++)
          for (let k = 0; k < each.length; k++) if (each[i] < each[k]) expect(moved[i]).toBeLessThan(moved[k]);
      }),
    );
  });
});

describe("lineChart", () => {
  const shape = { id: "c", title: "Loss", description: "It falls.", width: 300, height: 200, right: 50 };

  test("draws the mean, the band and the label of each line", () => {
    const line: Line = { ...lineOf([1, 0], 0.1), label: "adam", hint: ({ x }) => `epoch ${x}` };
    const svg = lineChart({ ...shape, lines: [line], domain: [0, 1], xDomain: [1, 2] })[0].source;
    expect(svg).toContain('d="M46,10L250,162"'); // from the upper left of the plot to its lower right
    expect(svg).toContain('class="band series-1"');
    expect(svg).toMatch(/class="line-label"[^>]*>adam</);
    expect(svg).toContain("<title>epoch 2</title>");
    expect(svg).toContain('aria-labelledby="c-title c-description"');
    expect(svg).toContain('<desc id="c-description">It falls.</desc>');
  });

  test("draws a line of one point, and none without points", () => {
    const lines = [lineOf([0.5]), lineOf([])];
    const svg = lineChart({ ...shape, lines, ...valueDomain(lines), xDomain: [1, 1] })[0].source;
    expect(svg).toContain('d="M148,86Z"');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  test("writes percent with its space", () => {
    expect(lineChart({ ...shape, lines: [], domain: [0, 1], xDomain: [1, 2], tick: "%" })[0].source).toContain(
      ">20 %<",
    );
  });

  test("names lines above the plot where it is narrow, and vertical lines there always; no leader crosses the plot", () => {
    const early: Line = { ...lineOf([1, 0.5]), label: "stopped early" };
    const at: Line = {
      series: 2,
      look: "own",
      label: "steepest",
      points: [0, 1].map((mean) => pointAt(3, mean)),
    };
    const charts = lineChart({ ...shape, width: 460, lines: [early, at], domain: [0, 1], xDomain: [1, 10] });
    const [wide, narrow] = charts.map(({ source }) => source);
    expect(wide).toMatch(/class="wide half"/);
    expect(narrow).toMatch(/class="narrow half"[^>]*viewBox="0 0 320 /);
    for (const svg of charts) expect(svg.source).not.toContain('class="leader"');
    const heightOf = (svg: string | undefined, label: string) =>
      Number(svg?.match(new RegExp(`class="line-label[^>]* y="([\\d.]+)"[^>]*>${label}<`))?.[1]);
    const topOf = (svg: string | undefined) => Number(svg?.match(/<rect x="[\d.]+" y="([\d.]+)"/)?.[1]);
    for (const svg of [wide, narrow]) expect(heightOf(svg, "steepest")).toBeLessThan(topOf(svg));
    expect(heightOf(narrow, "stopped early")).toBeLessThan(topOf(narrow));
  });
});
