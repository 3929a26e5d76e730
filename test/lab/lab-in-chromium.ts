import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { openChromium } from "../chromium.ts";
import { PATIENCE } from "../dist.ts";
import { type Served, serveLab } from "./serve-lab.ts";

/** The lab as it is served, and a browser, from before the first test around it to after the last one. */
export function labInChromium(): { address: string; browser: Browser } {
  let served: Served;
  let browser: Browser;
  beforeAll(async () => {
    [served, browser] = await Promise.all([serveLab(), openChromium()]);
  }, PATIENCE);
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });
  return {
    get address() {
      return served.address;
    },
    get browser() {
      return browser;
    },
  };
}
