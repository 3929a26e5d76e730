import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { withoutChromium } from "../chromium.ts";
import { PATIENCE } from "../dist.ts";
import { labInChromium } from "./lab-in-chromium.ts";
import { openLab } from "./lab-page.ts";

describe.skipIf(withoutChromium(5, "ways to see the lab"))("ways to see the lab", { timeout: PATIENCE }, () => {
  const served = labInChromium();

  test("without scripts the page says what it needs, in both languages", async () => {
    const { page, close } = await openLab(served.browser, served.address);
    const words = await page.evaluate("fetch('./').then((answer) => answer.text())");
    expect(words).toMatch(/<noscript>.*needs JavaScript.*需要 JavaScript.*<\/noscript>/s);
    await close();
  });

  test("paper is light, and has what is read without what is pressed", async () => {
    const { page, close } = await openLab(served.browser, served.address, { colorScheme: "dark" });
    const theme = () => page.evaluate("document.documentElement.dataset.theme");
    expect(await theme()).toBe("dark");
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await theme()).toBe("light");
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".button:visible, nav:visible, .status-line:visible").count()).toBe(0);
    expect(await page.locator(".claim:visible, .race-side:visible").count()).toBe(3);
    await close();
  });

  test("where the system chooses the colors, how far a side is can be seen, and its letter has a shape", async () => {
    const { page, close } = await openLab(served.browser, served.address, { forcedColors: "active" });
    const borderOf = (selector: string) => styleOf(page, selector, "borderTopWidth");
    expect([await borderOf(".progress progress"), await borderOf(".letter.a")]).toEqual(["1px", "1px"]);
    await close();
  });

  test("where motion is unwanted, nothing moves by itself", async () => {
    const { page, close } = await openLab(served.browser, served.address, { reducedMotion: "reduce" });
    await page.locator("#race-start").click();
    const moving = `[...document.querySelectorAll("*")].map((each) => getComputedStyle(each)).filter((style) =>
      parseFloat(style.animationDuration) > 0.01 || parseFloat(style.transitionDuration) > 0.01).length`;
    expect(await page.evaluate(moving)).toBe(0);
    await close();
  });

  test("back and forward go through the chapters that were read", async () => {
    const { page, problems, close } = await openLab(served.browser, served.address);
    const title = page.locator("h1");
    const titles = [await title.textContent()];
    for (const chapter of ["dropout", "overfitting"]) {
      await page.locator(`a[href*="${chapter}"]`).first().click();
      await page.waitForURL(`**/*#/${chapter}/**`);
      titles.push(await title.textContent());
    }
    expect(new Set(titles).size).toBe(3);
    for (const expected of [titles[1], titles[0]]) {
      await page.goBack();
      await expect.poll(() => title.textContent()).toBe(expected);
    }
    await page.goForward();
    await expect.poll(() => title.textContent()).toBe(titles[1]);
    expect(problems).toEqual([]);
    await close();
  });
});

function styleOf(page: Page, selector: string, property: string): Promise<unknown> {
  return page.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).${property}`);
}
