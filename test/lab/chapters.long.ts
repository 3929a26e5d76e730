import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chapters } from "../../lab/chapters/index.ts";
import type { Study } from "../../src/compare/study.ts";
import { withoutChromium } from "../chromium.ts";
import { PATIENCE } from "../dist.ts";
import { labInChromium } from "./lab-in-chromium.ts";
import { downloadStudy, type LabPage, openLab, raceToItsEnd } from "./lab-page.ts";
import { seriousFaults } from "./serious-faults.ts";

/** When the sentence of each chapter is true: written anew from the sentence, not from the code of the page. */
const TRUE_WHEN: Record<string, (numbers: Measured) => boolean> = {
  "values-in-range": ({ gains }) => gains.every((gain) => gain > 0.5),
  initialization: ({ gains }) => gains.every((gain) => gain > 0.4),
  normalization: ({ gains }) => gains.every((gain) => gain > 0.5),
  dropout: ({ gains, low }) => gains.length === 5 && low > 0,
  overfitting: ({ gains, low, rises }) => gains.length === 5 && low > 0 && rises.every((rise) => rise >= 1.1),
  optimizers: ({ gains }) => gains.every((gain) => gain > 0.05),
  "clipping-and-rate": ({ gains }) => gains.every((gain) => gain > 0.4),
  architectures: ({ gains }) => gains.every((gain) => gain > 0.2),
};

describe.skipIf(withoutChromium(3 * chapters.length, "the chapters of the lab"))("chapters of the lab", () => {
  const served = labInChromium();

  describe.each(chapters.map((chapter) => [chapter.name, chapter] as const))("%s", (name, chapter) => {
    let lab: LabPage;
    beforeAll(async () => {
      lab = await openLab(served.browser, `${served.address}#/${name}`);
      await recordFirstStep(lab);
      await raceToItsEnd(lab.page);
    }, 5 * PATIENCE);
    afterAll(() => lab?.close());

    test("decides its claim by one click, by the numbers that it shows", { timeout: PATIENCE }, async () => {
      const { page } = lab;
      const study = await downloadStudy(page);
      const measured = measuredIn(study);
      const shown = await shownNumbers(lab);
      expect(shown.find(({ arm, unit }) => arm === "A" && unit === "%")?.value).toBeCloseTo(100 * measured.a, 0);
      expect(shown.find(({ arm, unit }) => arm === "B" && unit === "%")?.value).toBeCloseTo(100 * measured.b, 0);
      const ofDifference = shown.filter(({ unit }) => unit === "points").map(({ value }) => value);
      if (ofDifference.length > 0)
        [measured.mean, measured.low, measured.high].forEach((value, i) => {
          expect(Math.abs(ofDifference[i] - 100 * value)).toBeLessThan(0.0501);
        });
      expect(measured.gains).toHaveLength(chapter.main.seeds);
      const holds = TRUE_WHEN[name](measured);
      expect(await page.locator(".claim .state").textContent()).toContain(holds ? "holds" : "does not hold");
      expect(holds).toBe(true);
      expect(await page.locator(".verdict .answer").textContent()).toBe(study.effects[1].verdict);
      const first = await page.evaluate("window.firstStep - window.clicked");
      console.log(`${name}: the first step was told ${Math.round(Number(first))} ms after the click.`);
    });

    test("has nothing serious against it, wide and narrow, light and dark", { timeout: PATIENCE }, async () => {
      for (const width of [1440, 360]) {
        await lab.page.setViewportSize({ width, height: 900 });
        for (const colorScheme of ["light", "dark"] as const) {
          await lab.page.emulateMedia({ colorScheme });
          expect(await seriousFaults(lab.page), `${width} px, ${colorScheme}`).toEqual([]);
        }
      }
    });

    test("made no error, and asked for nothing elsewhere", () => {
      expect([lab.problems, lab.elsewhere]).toEqual([[], []]);
    });
  });
});

interface Measured {
  /** Mean accuracies. */
  a: number;
  b: number;
  /** B − A of each seed. */
  gains: number[];
  mean: number;
  low: number;
  high: number;
  /** Of A, for each seed: its last validation loss over its lowest. */
  rises: number[];
}

/** The 0.975 quantile of Student's distribution, by degrees of freedom. */
const QUANTILES: Record<number, number> = { 4: 2.7764451051977987 };

/** What follows from the runs of a race, by arithmetic of this file alone. */
function measuredIn({ runs }: Study): Measured {
  const [a, b] = [...new Set(runs.map(({ variant }) => variant))].map((variant) =>
    runs.filter((run) => run.variant === variant).sort((one, other) => one.seed - other.seed),
  );
  const accuracy = (run: Study["runs"][0]) => (run.failure === undefined ? (run.test?.accuracy ?? Number.NaN) : 0);
  const gains = b.map((run, i) => accuracy(run) - accuracy(a[i]));
  const mean = meanOf(gains);
  const deviation = Math.sqrt(gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / (gains.length - 1));
  const half = (QUANTILES[gains.length - 1] ?? Number.NaN) * (deviation / Math.sqrt(gains.length));
  const rises = a.map(({ history }) => {
    const losses = history.map(({ validation }) => validation?.loss ?? Number.NaN);
    return losses[losses.length - 1] / Math.min(...losses);
  });
  const means = { a: meanOf(a.map(accuracy)), b: meanOf(b.map(accuracy)) };
  return { ...means, gains, mean, low: mean - half, high: mean + half, rises };
}

function meanOf(numbers: number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** The numbers beside the claim: "A accuracy" "82.9 %". */
async function shownNumbers({ page }: LabPage) {
  const rows = await page.locator(".claim-numbers > div").all();
  return Promise.all(
    rows.map(async (row) => {
      const [label, text] = await Promise.all([row.locator("dt").textContent(), row.locator("dd").textContent()]);
      const [number, unit = ""] = (text ?? "").replace("−", "-").split(/\s+/);
      return { arm: label?.trim()[0], value: Number(number), unit };
    }),
  );
}

/** Notes when the race is begun, and when a step of it is first on the page. */
async function recordFirstStep({ page }: LabPage) {
  await page.evaluate(`{
    document.querySelector("#race-start").addEventListener("click", () => { window.clicked = performance.now(); });
    const counter = document.querySelector(".race-side.a .progress");
    new MutationObserver(() => {
      if (/step \\d/.test(counter.textContent)) window.firstStep ??= performance.now();
    }).observe(counter, { subtree: true, childList: true, characterData: true });
  }`);
}
