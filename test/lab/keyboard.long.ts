import { describe, expect, test } from "vitest";
import { withoutChromium } from "../chromium.ts";
import { PATIENCE } from "../dist.ts";
import { labInChromium } from "./lab-in-chromium.ts";
import { openLab, until } from "./lab-page.ts";

describe.skipIf(withoutChromium(1, "the lab by keyboard"))("the lab by keyboard", { timeout: 5 * PATIENCE }, () => {
  const served = labInChromium();

  test("keys alone lead from the opened page to a finished race, its verdict, and another chapter", async () => {
    const { page, close } = await openLab(served.browser, served.address);
    const { keyboard } = page;
    // As a person looks for it: Tab until the focus is on a link that leads to the race.
    await tabTo("Skip to the race");
    await keyboard.press("Enter");
    await tabTo("Start");
    await keyboard.press("Enter");
    await until(page, "ended");
    expect(await page.locator(".claim .state").textContent()).toContain("holds");
    expect(await page.locator('[role="status"]', { hasText: "Finished." }).count()).toBe(1);

    // Everything behind it has a focus that is seen, and a name.
    const passed: string[] = [];
    for (;;) {
      await keyboard.press("Tab");
      const { name, seen } = (await page.evaluate(FOCUS)) as { name: string; seen: boolean };
      if (name === "BODY" || passed.length > 80) break;
      passed.push(name);
      expect({ name, seen }).toEqual({ name: expect.stringMatching(/\S/), seen: true });
    }
    expect(passed.length).toBeGreaterThan(10);

    await keyboard.press("3");
    await page.getByRole("heading", { level: 1, name: "Normalization" }).waitFor();
    await keyboard.press("g");
    expect(((await page.evaluate(FOCUS)) as { name: string }).name).toContain("Start");
    await keyboard.press("s");
    await until(page, "paused");
    await close();

    async function tabTo(name: string) {
      for (let i = 0; i < 40; i++) {
        const focus = (await page.evaluate(FOCUS)) as { name: string };
        if (focus.name.includes(name)) return;
        await keyboard.press("Tab");
      }
      throw new Error(`Tab leads nowhere to “${name}”.`);
    }
  });
});

/** What has the focus: what it is called, and whether that is seen. */
const FOCUS = `(() => {
  const { activeElement: element } = document;
  if (element === document.body) return { name: "BODY", seen: true };
  const labels = [...(element.labels ?? [])].map((label) => label.textContent).join(" ");
  const name = [element.ariaLabel, labels, element.textContent, element.title].find((text) => text?.trim()) ?? "";
  const outlined = [element, element.closest("label")].some((each) => {
    if (each === null) return false;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each);
    return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
  });
  return { name: name.trim(), seen: outlined };
})()`;
