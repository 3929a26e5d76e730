import { describe, expect, test } from "vitest";
import { effectsOf } from "../../compare/effects.ts";
import { NOT_BEGUN } from "../../compare/run-outcome.ts";
import type { Study, StudyRun } from "../../compare/study.ts";
import { studyText } from "./study-text.ts";

const BASE = [0.9, 0.91, 0.92, 0.93];
const VALUES = {
  base: BASE,
  wide: [0.91, 0.92, 0.94, 0.95], // mean difference 1.5 points, 95 % interval 0.58 to 2.42, p = 0.014
  thin: [0.88, 0.89, 0.91, 0.92], // −1.5 points
  deep: [0.89, 0.92, 0.94, 0.95], // 1 point, −1.25 to 3.25, p = 0.25
};

describe("studyText", () => {
  test("lines up a table of the numbers", () => {
    const lines = studyText(study(VALUES)).split("\n");
    expect(lines.slice(0, 2)).toEqual(["Widths", "4 variants, 4 seeds, 16 runs in 1 min 12 s (wasm)"]);
    const from = lines.findIndex((line) => line.startsWith("───"));
    expect(lines.slice(from - 2, from + 5)).toEqual([
      "variant  test accuracy            95 %  difference            95 %      p",
      "                (mean)        interval    (points)        interval",
      "─────────────────────────────────────────────────────────────────────────",
      "base           91.50 %  89.45 to 93.55        base",
      "wide           93.00 %  90.09 to 95.91       +1.50  +0.58 to +2.42  0.014",
      "thin           90.00 %  87.09 to 92.91       −1.50  −2.42 to −0.58  0.014",
      "deep           92.50 %  88.29 to 96.71       +1.00  −1.25 to +3.25   0.25",
    ]);
  });

  test("says what the simplest answer reaches, of each variant where they differ, and nothing where no run says it", () => {
    const told = study(VALUES);
    expect(studyText(told)).not.toContain("simplest");
    const simplest = { base: 0.1, wide: 0.1, thin: 0.2, deep: undefined };
    const effects = told.effects.map((effect) => {
      const own = simplest[effect.variant as keyof typeof simplest];
      return own === undefined ? effect : { ...effect, simplest: own };
    });
    expect(studyText({ ...told, effects }, { width: 300 }).replaceAll("\u00a0", " ")).toContain(
      "has test accuracy 10.00 % for base and wide and 20.00 % for thin.",
    );
  });

  test("keeps within the width, sentences and shortened names", () => {
    const values = { base: BASE, "a name that is far too long by half": VALUES.wide };
    for (const width of [76, 80, 120]) {
      const lines = studyText(study(values), { width }).split("\n");
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      expect(lines.some((line) => /^a na.*half +93\.00 %/.test(line))).toBe(true);
    }
    expect(studyText(study(values), { width: 76 })).toMatch(/^a nam…half /m);
  });

  test("shortens names to what tells them apart", () => {
    const values = { "learning rate 0.1": BASE, "learning rate 0.001": VALUES.wide, "learning rate 0.01": VALUES.thin };
    const text = studyText(study(values, { baseline: "learning rate 0.1" }), { width: 76 });
    expect([rowOf(text, "0.1"), rowOf(text, "0.001"), rowOf(text, "0.01")]).not.toContain("no such row");
    expect(text).toContain("\nlearning rate 0.001: Better than learning rate 0.1: ");
  });

  test("gives the verdicts and the conclusions, whole", () => {
    const { effects, conclusions } = study(VALUES);
    const text = studyText(study(VALUES), { width: 60 }).replace(/\n +/g, " ");
    for (const { variant, verdict } of effects.slice(1)) expect(text).toContain(`\n${variant}: ${verdict}\n`);
    for (const sentence of conclusions) expect(text).toContain(`\n• ${sentence}\n`);
    expect(text).not.toContain(effects[0].verdict);
  });

  test("keeps within narrow terminals: numbers stand below each name", () => {
    const values = { base: BASE, ["a".repeat(50)]: VALUES.wide };
    for (const width of [30, 44, 60, 75]) {
      const lines = studyText(study(values), { width }).split("\n");
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    }
    expect(studyText(study(VALUES), { width: 60 })).toContain(
      "wide\n  test accuracy 93.00 % (90.09 to 95.91)\n  difference: +1.50 (+0.58 to +2.42), p 0.014\n",
    );
  });

  test("gives no escape sequence of a title or a name to the terminal", () => {
    const evil = "\u001b]0;owned\u0007\u001b[2J\u009b31m\u202e";
    const made = study({ base: BASE, [evil]: VALUES.wide }, { title: evil });
    made.environment.backend = evil;
    for (const width of [40, 80]) {
      expect(studyText(made, { width })).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u);
      expect(studyText(made, { width })).toContain("owned");
    }
  });

  test("says how many runs of an interrupted study ended, and marks intervals that were cut", () => {
    const made = study({ base: [0.97, 0.999, 0.5], wide: [0.9, 0.9, 0.5] });
    for (const run of made.runs.filter(({ seed }) => seed === 3)) {
      run.failure = NOT_BEGUN;
      delete run.test;
    }
    const variants = made.effects.map(({ variant }) => ({ name: variant, changes: {} }));
    const text = studyText({ ...made, ...effectsOf({ ...made, variants }) });
    expect(text).toContain("2 variants, 3 seeds, 4 of 6 runs in 1 min 12 s (wasm)");
    expect(text).toContain("• The study was interrupted: 4 of its 6 runs ended, and only these count.");
    expect(rowOf(text, "base")).toContain("80.03 to 100*");
    expect(text).toContain("\n* Cut at the possible range. With 2 seeds, ");
  });

  test("says which tests do not allow for several looks", () => {
    const told = study(VALUES);
    expect(studyText(told, { width: 300 })).not.toContain("several looks");
    const looks = [3, 4].map((seeds) => ({ seeds, level: 0.02, spent: 0.03 }));
    const looked: Study = { ...told, untilDecided: { most: 4, looks, decided: false } };
    expect(studyText(looked, { width: 300 })).toMatch(/effect size .*; these do not allow for several looks/);
  });

  test("never parts p from its value", () => {
    for (let width = 40; width < 80; width++) {
      const text = studyText(study(VALUES), { width }).split("wide: ")[1];
      expect(text).not.toMatch(/\bp( [=<])?\n|\d\n *%/);
      expect(text).not.toContain("\u00a0");
    }
  });

  test("colors what is better green and what is worse red, and only where the interval excludes 0", () => {
    const text = studyText(study(VALUES), { color: true });
    expect(rowOf(text, "wide")).toContain("\u001b[32m     +1.50");
    expect(rowOf(text, "thin")).toContain("\u001b[31m     −1.50");
    expect(rowOf(text, "deep")).not.toContain("\u001b[3");
    const loss = studyText(study(VALUES, { metric: "loss", unit: "number", higherIsBetter: false }), { color: true });
    expect(rowOf(loss, "wide")).toContain("\u001b[31m");
    expect(rowOf(loss, "thin")).toContain("\u001b[32m");
    expect(studyText(study(VALUES))).not.toContain("\u001b");
  });

  test("tells loss in its own units", () => {
    const text = studyText(study(VALUES, { metric: "loss", unit: "number", higherIsBetter: false }));
    expect(rowOf(text, "wide")).toMatch(
      /^wide +0\.9300 +0\.9009 to 0\.9591 +\+0\.0150 +\+0\.0058 to \+0\.0242 +0\.014$/,
    );
    expect(text).not.toContain("(points)");
  });

  test("has no intervals with one seed, and no numbers of a variant that failed", () => {
    const one = study({ base: [0.9], wide: [0.91], thin: [0.89] });
    expect(rowOf(studyText(one), "wide")).toMatch(/^wide +91\.00 % +— +\+1\.00 +— +—$/);
    const failed = study({ base: BASE, wide: BASE.map(() => Number.NaN) });
    expect(rowOf(studyText(failed), "wide")).toMatch(/^wide +— +— +— +— +—$/);
    expect(studyText(failed)).not.toMatch(/NaN|undefined|null/);
  });
});

const rowOf = (text: string, variant: string) =>
  text.split("\n").find((line) => line.startsWith(`${variant} `)) ?? "no such row";

function study(values: Record<string, number[]>, more: Partial<Study> = {}): Study {
  const metric = more.metric ?? "accuracy";
  const runs = Object.entries(values).flatMap(([variant, each]) =>
    each.map((value, i): StudyRun => ({ variant, seed: i + 1, history: [], test: { [metric]: value }, seconds: 4.5 })),
  );
  const variants = Object.keys(values).map((name) => ({ name, changes: {} }));
  const compared = { runs, metric, baseline: "base", unit: "share", higherIsBetter: true, ...more } as const;
  return {
    title: "Widths",
    base: {},
    seeds: Object.values(values)[0].map((_, i) => i + 1),
    ...compared,
    ...effectsOf({ ...compared, variants }),
    environment: { evenkeel: "0.1.0", platform: "Node.js", backend: "wasm", parallel: 1, date: "2026-03-01T12:00:00Z" },
    seconds: 72,
  };
}
