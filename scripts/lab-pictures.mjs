#!/usr/bin/env node
// @ts-check
// Photographs the lab for its guide and the README: node scripts/lab-pictures.mjs [FOLDER]   (after npm run build)
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [folder = "docs/assets"] = process.argv.slice(2);
const PATIENCE = 300_000;

const lab = spawn(process.execPath, ["dist/bundle/cli.js", "lab", "--port", "0", "--json", "--no-open"], {
  stdio: ["ignore", "pipe", "inherit"],
});
/** @type {string} */
const printed = await new Promise((resolve) => lab.stdout.once("data", (text) => resolve(String(text))));
const { address } = JSON.parse(printed);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});

try {
  await photograph("lab-race", "#/normalization/main?seeds=5", [".sides", ".race", "#curves", ".outcome"]);
  await photograph("lab-layers", "#/normalization/main?seeds=1", ['[aria-labelledby="plots-title"]']);
} finally {
  await browser.close();
  lab.kill("SIGTERM");
}

/**
 * @param {string} name
 * @param {string} link
 * @param {readonly string[]} parts of the page, one below the other, that are seen once the race has finished.
 */
async function photograph(name, link, parts) {
  // So high that nothing stands still above what scrolls.
  const page = await browser.newPage({
    viewport: { width: 1440, height: 4500 },
    colorScheme: "light",
    locale: "en-US",
  });
  page.setDefaultTimeout(PATIENCE);
  await page.goto(address + link);
  await page.locator("#race-start").click();
  await page.locator(".race-state p").getByText("Finished", { exact: true }).waitFor();
  await page.waitForTimeout(1000); // for plots to be drawn
  const boxes = await Promise.all(parts.map((part) => page.locator(part).first().boundingBox()));
  const found = boxes.filter((box) => box !== null);
  const [left, top] = [Math.min(...found.map(({ x }) => x)), Math.min(...found.map(({ y }) => y))];
  const right = Math.max(...found.map(({ x, width }) => x + width));
  const bottom = Math.max(...found.map(({ y, height }) => y + height));
  const clip = { x: left - 16, y: top - 16, width: right - left + 32, height: bottom - top + 32, scale: 1 };
  const client = await page.context().newCDPSession(page);
  const { data } = await client.send("Page.captureScreenshot", { format: "webp", quality: 90, clip });
  writeFileSync(join(folder, `${name}.webp`), Buffer.from(data, "base64"));
  await page.close();
}
