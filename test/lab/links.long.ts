import { describe, expect, test } from "vitest";
import { shell } from "../../lab/texts/en/shell.ts";
import { shell as chinese } from "../../lab/texts/zh/shell.ts";
import { withoutChromium } from "../chromium.ts";
import { PATIENCE } from "../dist.ts";
import { labInChromium } from "./lab-in-chromium.ts";
import { openLab, openPart, stateOf } from "./lab-page.ts";

describe.skipIf(withoutChromium(7, "links and languages of the lab"))("the lab", { timeout: 5 * PATIENCE }, () => {
  const served = labInChromium();

  test("a link brings back an edited option, the seed and the language", async () => {
    const first = await openLab(served.browser, `${served.address}#/dropout/main?seeds=2`);
    const options = await openPart(first.page, "controls");
    const rate = options.locator('[data-option="dropout"][data-side="B"] input:not([type="range"])').first();
    await rate.fill("0.3");
    await rate.press("Enter");
    const seed = options.locator('[data-option="seed"] input:not([type="range"])').first();
    await seed.fill("11");
    await seed.press("Enter");
    await first.page.getByRole("button", { name: "中文" }).click();
    await expect.poll(() => first.page.url()).toContain("lang=zh");
    const link = first.page.url();
    await first.close();
    expect(new URL(link).hash).toContain("#/dropout/main?");
    expect(link).toContain("seed=11");

    const { page, problems, close } = await openLab(served.browser, link);
    await page.locator(".page-header", { hasText: chinese.name }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("zh-Hans");
    expect(await page.locator(".race-side.b .changes").textContent()).toContain("dropout: 0.3");
    expect(await page.locator(".seed-marks li").allTextContents()).toEqual(["11", "12"]);
    expect(page.url()).toBe(link);
    expect(problems).toEqual([]);
    await close();
  });

  test.each([
    ["#/dropout/main?b.dropout=7", "dropout"],
    ["#/dropout/main?optimiser=adam", "optimiser"],
    ["#/dropout/main?data=./secret.csv", "./secret.csv"],
    ["#/dropout/main?seeds=99", "seeds must be a whole number from 1 to 5"],
    ["#/dropout/main?hidden=%E0%A4%A", "damaged"],
  ])("the link %s is answered in words, and the chapter's own experiment is there", async (hash, words) => {
    const { page, problems, close } = await openLab(served.browser, served.address + hash);
    const message = page.locator(".experiment .message", { hasText: shell.refused });
    await message.waitFor();
    expect(await message.textContent()).toContain(words);
    expect(await page.locator(".race-side.b .changes").textContent()).toContain("dropout: 0.5");
    expect(problems).toEqual([]);
    await close();
  });

  test("speaks Chinese once it is chosen, also after it is opened again, and gives its verdict in it", async () => {
    const { page, problems, close } = await openLab(
      served.browser,
      `${served.address}#/normalization/main?seeds=2&epochs=2`,
    );
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    await page.locator("#race-start").click();
    await page.getByRole("button", { name: "中文" }).click();
    await stateOf(page).filter({ hasText: chinese.race.status.ended }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("zh-Hans");
    await expect.poll(() => page.locator(".verdict .answer").textContent()).toMatch(/[\u4e00-\u9fff]{2}/);
    expect(await page.locator(".claim .state").textContent()).toMatch(/[\u4e00-\u9fff]/);
    // No sentence of the page is left in English: names of options and code are.
    expect(await page.locator(".outcome").textContent()).not.toMatch(/[a-z]{3,} [a-z]{2,} [a-z]{2,} [a-z]{2,}/i);
    await page.goto(served.address);
    await page.reload();
    await page.locator(".page-header", { hasText: chinese.name }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("zh-Hans");
    await page.getByRole("button", { name: "English" }).click();
    await page.locator(".page-header", { hasText: shell.name }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });
});
