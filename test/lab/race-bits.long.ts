import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dropout } from "../../lab/chapters/dropout.ts";
import { compare } from "../../src/compare/compare.ts";
import type { RecipeInput } from "../../src/recipe/recipe.ts";
import { openChromium, withoutChromium } from "../chromium.ts";
import { PATIENCE } from "../dist.ts";
import { bitsOf, downloadStudy, openLab, raceToItsEnd } from "./lab-page.ts";
import { type Served, serveLab, servePlainly } from "./serve-lab.ts";

/** Labels redrawn, masks of dropout, shuffled samples, moments of Adam: all that seeds decide. */
const LINK = "#/dropout/main?seed=7&seeds=2&epochs=3&batchSize=50&clip=1&a.optimizer=adam";
/** The same as a recipe. */
const BASE = { ...dropout.main.base, epochs: 3, batchSize: 50, clip: 1 };

describe.skipIf(withoutChromium(2, "the bits of a race"))("the bits of a race", { timeout: 5 * PATIENCE }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openChromium();
  }, PATIENCE);
  afterAll(() => browser?.close());

  test.each<[string, () => Promise<Served>, isolated: boolean]>([
    ["from evenkeel lab, with shared memory", serveLab, true],
    ["in a folder of a plain server, without shared memory", servePlainly, false],
  ])("are those of compare in Node.js: %s", async (_, serve, isolated) => {
    const served = await serve();
    const { page, problems, elsewhere, close } = await openLab(browser, served.address + LINK);
    await raceToItsEnd(page);
    const study = await downloadStudy(page);
    expect(await page.evaluate("crossOriginIsolated")).toBe(isolated);
    expect(await page.locator(".status-line").textContent()).toContain(isolated ? "shared memory" : "no shared memory");
    expect([problems, elsewhere]).toEqual([[], []]);
    await close();
    await served.close();

    const names = [...new Set(study.runs.map(({ variant }) => variant))];
    expect(names).toHaveLength(2);
    const variants: Record<string, RecipeInput> = {
      [names[0]]: { ...BASE, dropout: 0, optimizer: "adam" },
      [names[1]]: { ...BASE, dropout: 0.5 },
    };
    const inNode = await compare({ variants, seeds: [7, 8] });
    expect(bitsOf(study)).toEqual(bitsOf(JSON.parse(JSON.stringify(inNode))));
    expect(study.runs.map(({ history }) => history.length)).toEqual([3, 3, 3, 3]);
    expect(study.effects.map(({ verdict }) => verdict)).toEqual(inNode.effects.map(({ verdict }) => verdict));
  });
});
