import type { Page } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";
import { shell } from "../../lab/texts/en/shell.ts";
import { withoutChromium } from "../chromium.ts";
import { PATIENCE } from "../dist.ts";
import { labInChromium } from "./lab-in-chromium.ts";
import { bitsOf, downloadStudy, openLab, press, raceAgain, stepOf, until } from "./lab-page.ts";

const { race: words } = shell;
/** Some seconds, in which it is interfered with. */
const STEPS = 300;
const LINK = "#/dropout/main?seeds=1&epochs=30&validationSize=100&testSize=200";
/** Looks at a page that should stand still, in milliseconds. */
const MOMENT = 300;

describe.skipIf(withoutChromium(6, "the control of a race"))("the control of a race", { timeout: 5 * PATIENCE }, () => {
  const served = labInChromium();
  let page: Page;
  let close: () => Promise<void>;
  beforeEach(async (context) => {
    ({ page, close } = await openLab(served.browser, served.address + LINK));
    context.onTestFinished(() => close());
  }, PATIENCE);

  test("pause stops the counter, a single step takes one, and what comes of it is what comes without a pause", async () => {
    await at(
      20,
      `[...document.querySelectorAll(".race-bar button")].find((button) => button.textContent === "${words.pause}").click()`,
    );
    await page.locator("#race-start").click();
    await until(page, "paused");
    const paused = await standsAt();
    expect(paused).toBeGreaterThanOrEqual(20);
    expect(paused).toBeLessThan(STEPS);
    for (const next of [1, 2, 3]) {
      await press(page, words.step);
      await expect.poll(steps, { timeout: PATIENCE }).toEqual([paused + next, paused + next]);
    }
    expect(await standsAt()).toBe(paused + 3);
    await press(page, words.resume);
    await until(page, "ended");
    const withPause = bitsOf(await downloadStudy(page));

    await raceAgain(page, words.again);
    const again = bitsOf(await downloadStudy(page));
    expect(again).toEqual(withPause);

    await raceAgain(page, words.other);
    const other = await downloadStudy(page);
    expect(other.runs.map(({ seed }) => seed)).toEqual([2, 2]);
    expect(bitsOf(other)).not.toEqual(withPause);
    expect(page.url()).toContain("seed=2");
  });

  test("slow motion goes from step to step, side by side, until it is left", async () => {
    await press(page, words.slow);
    await page.locator("#race-start").click();
    const seen = new Set<string>();
    // Not more than a few steps in a second, so a race that has ended was not slow; one that stands is told too.
    const late = Date.now() + PATIENCE;
    while (seen.size < 8 && Date.now() < late) seen.add(String(await steps()));
    expect(seen.size, `seen: ${[...seen].join("; ")}`).toBe(8);
    const [before, after] = [...seen].slice(-2).map((text) => Math.max(...text.split(",").map(Number)));
    expect(after - before).toBeLessThanOrEqual(1);
    for (const pair of seen) {
      const [a, b] = pair.split(",").map(Number);
      expect(Math.abs(a - b)).toBeLessThanOrEqual(1);
    }
    await press(page, words.slow);
    await until(page, "ended");
  });

  test("a hidden tab pauses, and goes on at the very step", async () => {
    await at(20, hiding(true));
    await page.locator("#race-start").click();
    await until(page, "paused");
    const hidden = await standsAt();
    await page.evaluate(hiding(false));
    await until(page, "ended");
    expect(await steps()).toEqual([STEPS, STEPS]);
    const withHiding = bitsOf(await downloadStudy(page));
    expect(hidden).toBeLessThan(STEPS);
    await raceAgain(page, words.again);
    expect(bitsOf(await downloadStudy(page))).toEqual(withHiding);
  });

  test("a worker that breaks is told in words, and the race can be started again", async () => {
    await page.locator("#race-start").click();
    await beyond(20);
    await page.workers()[1].evaluate("void setTimeout(() => { throw new Error('memory <b>ran</b> out'); })");
    await startsAgainAfter("memory <b>ran</b> out");
  });

  test("a worker that ends without a word is missed, and the race can be started again", async () => {
    await close();
    const before = (fresh: Page) => fresh.clock.install();
    ({ page, close } = await openLab(served.browser, served.address + LINK, { before }));
    await page.locator("#race-start").click();
    await beyond(20);
    await page.workers()[0].evaluate("self.close()");
    const message = page.locator(".experiment .message .error-text");
    for (let i = 0; i < 20 && !(await message.isVisible()); i++) {
      await page.clock.runFor(5000); // a sign of life is asked for
      await page.waitForTimeout(MOMENT); // for the other worker to give it
    }
    await startsAgainAfter("has not answered for 30 seconds");
    await close();
  });

  test("while both train the page answers, draws, and keeps its timers", async (context) => {
    await close();
    const before = (fresh: Page) =>
      fresh.addInitScript(`
      window.long = [];
      new PerformanceObserver((list) => long.push(...list.getEntries().map((entry) => entry.duration)))
        .observe({ type: "longtask" });
    `);
    ({ page, close } = await openLab(served.browser, `${served.address}#/dropout/main?seeds=2`, { before }));
    context.onTestFinished(() => close());
    await page.evaluate(`{
      window.frames = 0; window.ticks = 0;
      const frame = () => { frames++; requestAnimationFrame(frame); };
      frame();
      setInterval(() => ticks++, 10);
    }`);
    await page.locator("#race-start").click();
    await beyond(10);
    const at = (await page.evaluate("({ frames, ticks, now: performance.now(), long: long.length })")) as Counted;
    await until(page, "following");
    const then = (await page.evaluate("({ frames, ticks, now: performance.now(), long: long.length })")) as Counted;
    const long = ((await page.evaluate("long")) as number[]).slice(at.long, then.long).map(Math.round);
    const seconds = (then.now - at.now) / 1000;
    console.log(
      `While both trained for ${seconds.toFixed(1)} s: ${Math.round((then.frames - at.frames) / seconds)} frames a second, long tasks of ${long.join(", ") || "no"} ms.`,
    );
    // Loose, since others may use the machine: a page that training blocks has none of these.
    expect(then.frames - at.frames).toBeGreaterThan(5 * seconds);
    expect(then.ticks - at.ticks).toBeGreaterThan(5 * seconds);
  });

  interface Counted {
    frames: number;
    ticks: number;
    now: number;
    long: number;
  }

  const steps = async () => [await stepOf(page, "a"), await stepOf(page, "b")];

  async function beyond(step: number) {
    await expect
      .poll(async () => Math.min(...(await steps())), { timeout: 5 * PATIENCE, interval: 20 })
      .toBeGreaterThan(step);
  }

  /** The step at which both sides stand, once the one behind has come up. */
  async function standsAt(): Promise<number> {
    await expect.poll(async () => new Set(await steps()).size, { timeout: PATIENCE }).toBe(1);
    const before = await steps();
    await page.waitForTimeout(MOMENT);
    expect(await steps()).toEqual(before);
    return before[0];
  }

  /** Does something in the page as soon as it has told of a step, however busy this process is. */
  async function at(step: number, script: string) {
    await page.evaluate(`{
      const counter = document.querySelector(".race-side.a .progress");
      const watch = new MutationObserver(() => {
        if (!(Number(/step (\\d+) of/.exec(counter.textContent)?.[1]) >= ${step})) return;
        watch.disconnect();
        ${script};
      });
      watch.observe(counter, { subtree: true, childList: true, characterData: true });
    }`);
  }

  /** What the browser does with a tab that is hidden, and one that is shown again. */
  function hiding(hidden: boolean): string {
    return `Object.defineProperty(document, "visibilityState", { value: "${hidden ? "hidden" : "visible"}", configurable: true });
      document.dispatchEvent(new Event("visibilitychange"))`;
  }

  async function startsAgainAfter(words: string) {
    const message = page.locator(".experiment .message", { has: page.locator(".error-text") });
    await message.waitFor();
    expect(await message.textContent()).toContain(words);
    await until(page, "failed");
    await message.getByRole("button", { name: shell.race.startAgain }).click();
    await until(page, "ended");
    expect(await message.count()).toBe(0);
    expect((await downloadStudy(page)).runs).toHaveLength(2);
  }
});
