import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Estimate } from "../../compare/study.ts";
import { pageStyle } from "../page/style.ts";
import { intervalChart } from "./intervals.ts";

const both = (estimate: Estimate, dots: number[], text = "") =>
  intervalChart({
    id: "c",
    title: "Differences",
    description: "All of them.",
    axis: "points",
    tick: "+f",
    rows: [
      { series: 2, label: "wide", text, estimate, dots: dots.map((value) => ({ value, hint: `seed at ${value}` })) },
    ],
    reference: { value: 0, label: "no difference" },
    ends: ["worse", "better"],
  });
const draw = (...args: Parameters<typeof both>) => both(...args)[0].source;

describe("intervalChart", () => {
  test("places mean, interval, seeds and the line of no difference on one axis", () => {
    // The axis goes from −1.5 to 1.5 over the pixels 14 to 446.
    const svg = draw({ mean: 0, low: -0.5, high: 0.5, count: 2 }, [-0.96, 0.96], "+0.00 (−0.50 to +0.50)");
    expect(svg).toContain('class="reference" d="M230.00,43v26"');
    expect(svg).toMatch(/class="mean" transform="translate\(230\.00 /);
    expect(svg).toMatch(/class="interval" d="M158,\d+H302/);
    expect(svg.match(/class="seed"/g)).toHaveLength(2);
    expect(svg).toContain("<title>seed at 0.96</title>");
    expect(svg).toContain(">+0.00 (−0.50 to +0.50)<");
    expect(svg).toContain("← worse");
    expect(svg).toContain("better →");
  });

  test("ends an interval in an arrow where it goes on beyond the axis", () => {
    const within = draw({ mean: 1, low: 0.5, high: 1.5, count: 2 }, [0.9, 1.1]);
    const beyond = draw({ mean: 1, low: -50, high: 52, count: 2 }, [0.9, 1.1]);
    expect(within).toMatch(/class="interval" d="M[\d.]+,53H[\d.]+M[\d.]+,48V58M[\d.]+,48V58"/);
    expect(beyond).toContain('class="interval" d="M14,53H446M20,48L14,53L20,58M440,48L446,53L440,58"');
  });

  test("draws one seed without an interval, and a variant without any seed as its name alone", () => {
    expect(draw({ mean: 0.3, count: 1 }, [0.3])).not.toContain('class="interval"');
    const none = draw({ mean: Number.NaN, count: 0 }, []);
    expect(none).toContain("wide");
    expect(none).not.toMatch(/class="mean"|NaN|undefined|Infinity/);
  });

  test("runs no line through words, wide or narrow, wherever the reference lies", () => {
    const places = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(
        places,
        fc.double({ min: 0, max: 9, noNaN: true }),
        fc.string({ maxLength: 60 }),
        (mean, reach, text) => {
          for (const { source } of both({ mean, low: mean - reach, high: mean + reach, count: 2 }, [mean], text))
            for (const line of linesOf(source))
              for (const box of boxesOf(source)) expect(crosses(line, box)).toBe(false);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("has text of at least 11 pixels in a window of 360", () => {
    const [, narrow] = both({ mean: 0, low: -1, high: 1, count: 2 }, [0]);
    const width = Number(narrow.source.match(/viewBox="0 0 (\d+) /)?.[1]);
    const size = Number(pageStyle().match(/figure text\{font-size:([\d.]+)px/)?.[1]);
    expect((size * (360 - 2 * 16)) / width).toBeGreaterThanOrEqual(11);
  });
});

type Box = { left: number; right: number; top: number; bottom: number };

/** Vertical lines: grid and reference, each piece of them. */
const linesOf = (svg: string) =>
  [...svg.matchAll(/class="(?:grid|reference)" d="([^"]+)"/g)].flatMap(([, path]) =>
    [...path.matchAll(/M([-\d.]+),([\d.]+)v(\d+)/g)].map(([, x, y, v]) => ({ x: +x, top: +y, bottom: +y + +v })),
  );

/** As large as text of 13 units may get: 10 above its base, 3 below, and as wide as the picture. */
const boxesOf = (svg: string): Box[] =>
  [...svg.matchAll(/<text class="[^"]+" x="[-\d.]+" y="([-\d.]+)"/g)].map(([, y]) => ({
    left: 0,
    right: 460,
    top: +y - 10,
    bottom: +y + 3,
  }));

const crosses = (line: { x: number; top: number; bottom: number }, { left, right, top, bottom }: Box) =>
  line.x > left && line.x < right && line.bottom > top && line.top < bottom;
