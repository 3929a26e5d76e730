import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "fast-png";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { controls } from "../../lab/texts/en/controls.ts";
import { shell } from "../../lab/texts/en/shell.ts";
import { withoutChromium } from "../chromium.ts";
import { PATIENCE } from "../dist.ts";
import { labInChromium } from "./lab-in-chromium.ts";
import { downloadStudy, openLab, openPart, until } from "./lab-page.ts";

const LINK = "#/normalization/main?epochs=2&seeds=1";

/** What would be run by a page that took names for markup, in every way that such pages have been tricked. */
const INJECTIONS = [
  "<script>hit()</script>",
  "<img src=x onerror=hit()>",
  "<svg onload=hit()>",
  '"><script>hit()</script>',
  "'><img src=x onerror=hit()>",
  "</title><script>hit()</script>",
  "</td></tr></table><script>hit()</script>",
  "<iframe srcdoc='<script>parent.hit()</script>'>",
  "<a href=javascript:hit()>a</a>",
  "javascript:hit()",
  "<body onload=hit()>",
  "<details open ontoggle=hit()>",
  "<math><mi xlink:href=javascript:hit()>",
  "<style>@import 'http://example.com/a.css'</style>",
  "{{constructor.constructor('hit()')()}}",
  "$" + "{hit()}",
  "__proto__",
  "constructor",
  "&lt;b&gt;hit&lt;/b&gt;",
  "\u202e<b>hit</b>",
];

describe.skipIf(withoutChromium(5, "own data in the lab"))("own data in the lab", { timeout: 5 * PATIENCE }, () => {
  const served = labInChromium();
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "evenkeel-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("a table with an error says where it is; once it is mended, it is raced on", async () => {
    const { page, problems, elsewhere, close } = await openLab(served.browser, served.address + LINK);
    const part = await openPart(page, "data");
    const rows = flowers(90);
    await drop(page, "flowers.csv", [...rows.slice(0, 41), '5.1,3.5,"se"tosa', ...rows.slice(41)].join("\n"));
    const alert = part.locator('[role="alert"]');
    await alert.waitFor();
    expect(await alert.textContent()).toMatch(/flowers\.csv.*(row|line) 4\d/);
    await drop(page, "flowers.csv", rows.join("\n"));
    await part.locator("select").first().selectOption("kind");
    await part.locator(".own-facts").waitFor();
    expect(await alert.count()).toBe(0);
    await part.getByRole("button", { name: "Race on these data" }).click();
    await page.locator("#race-start").click();
    await until(page, "ended");
    expect((await downloadStudy(page)).runs.map(({ failure }) => failure)).toEqual([undefined, undefined]);
    expect([problems, elsewhere]).toEqual([[], []]);
    await close();
  });

  test("what is no data is refused by its name", async () => {
    const { page, close } = await openLab(served.browser, served.address + LINK);
    const part = await openPart(page, "data");
    await drop(page, "notes <b>.docx", "not a table");
    await part.locator('[role="alert"]').waitFor();
    expect(await part.locator('[role="alert"]').textContent()).toContain("received notes <b>.docx");
    await close();
  });

  test("names of columns, classes and files are text, whatever they say", async () => {
    const before = (page: Page) => page.addInitScript("window.hits = 0; window.hit = () => { hits++; };");
    const { page, elsewhere, problems, close } = await openLab(served.browser, served.address + LINK, { before });
    const part = await openPart(page, "data");
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const lines = Array.from({ length: 200 }, (_, i) => [
      ...INJECTIONS.map((_, column) => String(((i + 1) * (column + 3)) % 23)),
      quoted(INJECTIONS[i % INJECTIONS.length]),
    ]);
    const table = [[...INJECTIONS.map(quoted), "class"], ...lines].map((line) => line.join(",")).join("\n");
    for (const name of INJECTIONS) {
      const file = { name: `${name.replaceAll("/", "")}.csv`, mimeType: "text/csv", buffer: Buffer.from(table) };
      await part.locator('input[type="file"]').first().setInputFiles(file);
      await part.locator(".own-facts").waitFor({ state: "detached" }); // of the file before
      await expect.poll(() => part.locator("[role='alert']").allTextContents()).toEqual([]);
      await part.locator("select").first().selectOption("class");
      await part.locator(".own-facts").filter({ hasText: file.name }).waitFor();
    }
    const shown = await part.locator(".own-facts").textContent();
    for (const name of INJECTIONS) expect(shown?.split(name).length, name).toBeGreaterThan(2); // a column and a class
    await part.getByRole("button", { name: "Race on these data" }).click();
    await page.locator("#race-start").click();
    await until(page, "ended");
    await page.getByRole("tab", { name: shell.plots.signals }).click();
    await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
    for (const name of INJECTIONS) {
      await page.evaluate(`location.hash = ${JSON.stringify(`#/normalization/main?${encodeURIComponent(name)}=1`)}`);
      await page.locator(".experiment .message", { hasText: shell.refused }).waitFor();
      expect(await page.locator(".experiment .message .error-text").textContent()).toContain(name);
      await page.evaluate(`location.hash = ${JSON.stringify(`#/${encodeURIComponent(name)}`)}`);
      await page.getByText(shell.unknown.text(name)).waitFor();
    }
    expect(await page.evaluate("hits")).toBe(0);
    expect(await page.locator("iframe, img[onerror], [onload], [ontoggle], a[href^='javascript']").count()).toBe(0);
    expect([elsewhere, problems]).toEqual([[], []]);
    await close();
  });

  test("a folder of thousands of images holds up no frame, says how far it is, and can be called off", async () => {
    for (const name of ["dark", "light"]) {
      mkdirSync(join(folder, "shades", name), { recursive: true });
      const data = new Uint8Array(64).fill(name === "dark" ? 40 : 210);
      const bytes = encode({ width: 8, height: 8, channels: 1, data });
      for (let i = 0; i < 1500; i++) writeFileSync(join(folder, "shades", name, `${i}.png`), bytes);
    }
    const { page, problems, close } = await openLab(served.browser, served.address + LINK);
    const part = await openPart(page, "data");
    await part.locator(".drop").waitFor();
    await page.evaluate(`{
      window.long = []; window.said = new Set();
      new PerformanceObserver((list) => long.push(...list.getEntries().map((entry) => entry.duration)))
        .observe({ type: "longtask" });
      new MutationObserver(() => said.add(document.querySelector(".own-reading p")?.textContent))
        .observe(document.querySelector(".own-data"), { subtree: true, childList: true, characterData: true });
    }`);
    await dropFiles(page, "shades");
    await part.getByRole("button", { name: controls.ownData.cancel }).click();
    await part.getByText(controls.ownData.canceled).waitFor();
    expect(await part.locator(".own-reading, .own-facts").count()).toBe(0);
    await dropFiles(page, "shades");
    await part.locator(".own-facts").waitFor();
    expect(await part.locator(".own-facts").textContent()).toMatch(/2100 samples.*2 classes.*dark.*light/);
    const { stages } = controls.ownData;
    const said = (await page.evaluate("[...said]")) as string[];
    for (const words of [stages.found(1000), stages.gathered(1000, 3000)]) expect(said).toContain(words);
    const longest = Math.max(0, ...((await page.evaluate("long")) as number[]));
    console.log(`3,000 images: the longest task of the page took ${Math.round(longest)} ms.`);
    expect(longest).toBeLessThan(400); // others may use the machine; at once they would be a second
    expect(problems).toEqual([]);
    await close();
  });

  test("a pair of IDX files is raced on; where one has fewer samples, it says so", async () => {
    const { page, close } = await openLab(served.browser, served.address + LINK);
    const part = await openPart(page, "data");
    await part.locator(".drop").waitFor();
    const kinds = Array.from({ length: 90 }, (_, i) => i % 3);
    const pixels = kinds.flatMap((kind) => Array.from({ length: 16 }, (_, i) => (i % 3 === kind ? 200 : i)));
    writeFileSync(join(folder, "images-idx3-ubyte"), idxOf([90, 4, 4], pixels));
    writeFileSync(join(folder, "labels-idx1-ubyte"), idxOf([80], kinds.slice(10)));
    await dropFiles(page, "images-idx3-ubyte", "labels-idx1-ubyte");
    await part.locator('[role="alert"]').filter({ hasText: "expected 90 labels" }).waitFor();
    writeFileSync(join(folder, "labels-idx1-ubyte"), idxOf([90], kinds));
    await dropFiles(page, "images-idx3-ubyte", "labels-idx1-ubyte");
    await part.getByRole("button", { name: controls.ownData.use }).click();
    await page.locator("#race-start").click();
    await until(page, "ended");
    await close();
  });

  async function drop(page: Page, name: string, text: string) {
    writeFileSync(join(folder, name), text);
    await dropFiles(page, name);
  }

  /** As a hand does it, with real files and folders, in the middle of the place for them. */
  async function dropFiles(page: Page, ...names: string[]) {
    const place = page.locator(".own-data .drop");
    await place.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await place.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const client = await page.context().newCDPSession(page);
    for (const type of ["dragEnter", "dragOver", "drop"] as const)
      await client.send("Input.dispatchDragEvent", {
        type,
        x: x + width / 2,
        y: y + height / 2,
        data: { items: [], files: names.map((name) => join(folder, name)), dragOperationsMask: 1 },
      });
  }
});

/** An IDX file of bytes. */
function idxOf(shape: number[], numbers: number[]): Uint8Array {
  return Uint8Array.of(0, 0, 8, shape.length, ...shape.flatMap((size) => [0, 0, 0, size]), ...numbers);
}

/** A table whose kinds can be told by their numbers. */
function flowers(samples: number): string[] {
  const row = (i: number) => [
    4 + (i % 3) + (i % 7) / 10,
    2 + (i % 5) / 10,
    ["setosa", "versicolor", "virginica"][i % 3],
  ];
  return ["length,width,kind", ...Array.from({ length: samples }, (_, i) => row(i).join(","))];
}
