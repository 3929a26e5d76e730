import { describe, expect, it } from "vitest";
import type { Estimate } from "../../compare/study.ts";
import { intervalChart } from "./intervals.ts";

const draw = (estimate: Estimate, dots: number[], text = "") =>
  intervalChart({
    ...{ id: "c", title: "Differences", description: "All of them.", axis: "points", tick: "+f" },
    rows: [
      { series: 2, label: "wide", text, estimate, dots: dots.map((value) => ({ value, hint: `seed at ${value}` })) },
    ],
    reference: { value: 0, label: "no difference" },
    ends: ["worse", "better"],
  }).source;

describe("intervalChart", () => {
  it("places mean, interval, seeds and the line of no difference on one axis", () => {
    // The axis goes from −1.5 to 1.5 over the pixels 14 to 446.
    const svg = draw({ mean: 0, low: -0.5, high: 0.5, count: 2 }, [-0.96, 0.96], "+0.00 (−0.50 to +0.50)");
    expect(svg).toMatch(/class="reference" x1="230" x2="230"/);
    expect(svg).toMatch(/class="mean" transform="translate\(230\.00 /);
    expect(svg).toMatch(/class="interval" d="M158,\d+H302/);
    expect(svg.match(/class="seed"/g)).toHaveLength(2);
    expect(svg).toContain("<title>seed at 0.96</title>");
    expect(svg).toContain(">+0.00 (−0.50 to +0.50)<");
    expect(svg).toContain("← worse");
    expect(svg).toContain("better →");
  });

  it("ends an interval in an arrow where it goes on beyond the axis", () => {
    const within = draw({ mean: 1, low: 0.5, high: 1.5, count: 2 }, [0.9, 1.1]);
    const beyond = draw({ mean: 1, low: -50, high: 52, count: 2 }, [0.9, 1.1]);
    expect(within).toMatch(/class="interval" d="M[\d.]+,53H[\d.]+M[\d.]+,48V58M[\d.]+,48V58"/);
    expect(beyond).toContain('class="interval" d="M14,53H446M20,48L14,53L20,58M440,48L446,53L440,58"');
  });

  it("draws one seed without an interval, and a variant without any seed as its name alone", () => {
    expect(draw({ mean: 0.3, count: 1 }, [0.3])).not.toContain('class="interval"');
    const none = draw({ mean: Number.NaN, count: 0 }, []);
    expect(none).toContain("wide");
    expect(none).not.toMatch(/class="mean"|NaN|undefined|Infinity/);
  });
});
