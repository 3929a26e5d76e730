import { describe, expect, test } from "vitest";
import { withoutChromium } from "../chromium.ts";
import { PATIENCE } from "../dist.ts";
import { labInChromium } from "./lab-in-chromium.ts";
import { openLab, openPart, raceToItsEnd } from "./lab-page.ts";
import { seriousFaults } from "./serious-faults.ts";

const LINK = "#/normalization/main?epochs=1&trainSize=500&seeds=1";

describe.skipIf(withoutChromium(3, "the lab on small screens"))("the lab", { timeout: 5 * PATIENCE }, () => {
  const served = labInChromium();

  test.each([
    ["320 pixels wide", { viewport: { width: 320, height: 640 } }],
    // Zoomed to 400 %, a screen of 1280 × 1024 has as many pixels of its own as this one, each four times as large.
    ["zoomed to 400 %", { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 }],
  ])("fits a window %s, also with all that can be opened", async (_, options) => {
    const { page, problems, close } = await openLab(served.browser, served.address + LINK, options);
    const width = () => page.evaluate("document.documentElement.scrollWidth");
    expect(await width()).toBeLessThanOrEqual(320);
    await raceToItsEnd(page);
    for (const part of ["controls", "data", "code", "export"] as const) await openPart(page, part);
    await page.locator(".workbench .export").waitFor();
    expect(await width()).toBeLessThanOrEqual(320);
    const start = await page.locator("#race-start").boundingBox();
    expect(start?.height).toBeGreaterThanOrEqual(24);
    expect(problems).toEqual([]);
    await close();
  });

  test("has nothing serious against its options, data, code and export", async () => {
    const { page, problems, close } = await openLab(served.browser, served.address + LINK);
    await raceToItsEnd(page);
    const options = await openPart(page, "controls");
    await options.getByRole("button", { name: "Show all options" }).click();
    for (const part of ["data", "code", "export"] as const) await openPart(page, part);
    await page.locator(".workbench .export").waitFor();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await seriousFaults(page), colorScheme).toEqual([]);
    }
    expect(problems).toEqual([]);
    await close();
  });
});
