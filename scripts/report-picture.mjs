#!/usr/bin/env node
// @ts-check
// Photographs a report for the README: node scripts/report-picture.mjs reports/compare-dropout.html docs/assets/report.png
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [report = "reports/compare-dropout.html", picture = "docs/assets/report.png"] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const page = await browser.newPage({ viewport: { width: 1080, height: 860 }, colorScheme: "light" });
await page.goto(pathToFileURL(resolve(report)).href);
await page.screenshot({ path: picture });
await browser.close();
