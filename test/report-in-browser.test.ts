import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compare } from "../src/compare/compare.ts";
import type { Study } from "../src/compare/study.ts";
import { studyHtml } from "../src/report/study/study-html.ts";
import { openChromium, withoutChromium } from "./chromium.ts";
import { PATIENCE } from "./dist.ts";

describe.skipIf(withoutChromium(7, "the report"))("the report in a browser", { timeout: PATIENCE }, () => {
  let folder: string;
  let address: string;
  let study: Study;
  let browser: Browser;

  beforeAll(async () => {
    study = await compare({
      title: "Dropout <and> nothing else",
      base: { model: "mlp", hidden: [8], trainSize: 60, validationSize: 20, testSize: 50, epochs: 3, batchSize: 16 },
      vary: { dropout: [0, 0.2, 0.5] },
      seeds: 3,
    });
    folder = mkdtempSync(join(tmpdir(), "evenkeel-"));
    address = pathToFileURL(join(folder, "report.html")).href;
    writeFileSync(join(folder, "report.html"), studyHtml(study));
    browser = await openChromium();
  }, PATIENCE);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  test("opens from disk without an error, and asks for nothing else", async () => {
    const { page, problems, requests } = await open();
    await page.waitForTimeout(200); // for what a page would fetch or run after it was loaded
    expect(problems).toEqual([]);
    expect(requests).toEqual([address]);
    await page.close();
  });

  test("shows the title, a row for each effect and each run, and the pictures", async () => {
    const { page } = await open();
    expect(await page.title()).toBe(study.title);
    expect(await page.locator("h1").textContent()).toBe(study.title);
    const rows = (section: string) => page.locator(`section[aria-labelledby="${section}-heading"] tbody tr`);
    expect(await rows("effects").count()).toBe(3);
    expect(await rows("runs").count()).toBe(9);
    expect((await rows("runs").last().textContent())?.replaceAll("\u00a0", " ")).toContain("dropout 0.5");
    const answer = (await page.locator("header").textContent())?.replaceAll("\u00a0", " ");
    for (const sentence of study.conclusions) expect(answer).toContain(sentence);
    const charts = await page.locator('svg[role="img"]:visible').all();
    expect(charts.length).toBeGreaterThanOrEqual(4);
    for (const chart of charts) {
      const box = await chart.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThan(50);
    }
    await page.close();
  });

  test.each([1200, 360])("fits a window %d pixels wide", async (width) => {
    const { page } = await open();
    await page.setViewportSize({ width, height: 800 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    await page.close();
  });

  test.each([1200, 700, 360])(
    "has legible charts without a line through words in a window %d pixels wide",
    async (width) => {
      const { page } = await open();
      await page.setViewportSize({ width, height: 800 });
      const { smallest, crossed } = (await page.evaluate(CHECK_CHARTS)) as { smallest: number; crossed: string[] };
      expect(smallest).toBeGreaterThanOrEqual(11);
      expect(crossed).toEqual([]);
      await page.close();
    },
  );

  async function open(): Promise<{ page: Page; problems: string[]; requests: string[] }> {
    const page = await browser.newPage();
    const [problems, requests]: [string[], string[]] = [[], []];
    page.on("console", (message) => problems.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("requestfailed", (request) => problems.push(`failed: ${request.url()}`));
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(address, { waitUntil: "load" });
    return { page, problems, requests };
  }
});

/** The smallest text of all charts shown, in pixels, and the words that a line of the same chart runs through. */
const CHECK_CHARTS = `(() => {
  const shown = [...document.querySelectorAll('svg[role="img"]')].filter((svg) => svg.getBoundingClientRect().width > 0);
  const sizes = [], crossed = [];
  for (const svg of shown) {
    const lines = [...svg.querySelectorAll(".grid,.reference,.interval,.leader")].map((line) => line.getBoundingClientRect());
    for (const text of svg.querySelectorAll("text")) {
      sizes.push(parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a);
      const box = text.getBoundingClientRect();
      const middle = (box.top + box.bottom) / 2;
      for (const line of lines)
        if (line.left < box.right && line.right > box.left && line.top < middle + 3 && line.bottom > middle - 3 && line.height < 40)
          crossed.push(text.textContent);
    }
  }
  return { smallest: Math.min(...sizes), crossed };
})()`;
