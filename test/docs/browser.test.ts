import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openChromium, withoutChromium } from "../chromium.ts";
import { buildDist, PATIENCE, ROOT } from "../dist.ts";
import { fencesOf, programsOf } from "./fences.ts";
import { WRITTEN_PAGES } from "./pages.ts";

describe.skipIf(withoutChromium(1, "the guide"))("the page of the guide", { timeout: PATIENCE }, () => {
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    await buildDist();
    const guide = WRITTEN_PAGES.filter(({ path }) => path.endsWith("/in-a-browser.md"));
    const html = guide.flatMap(fencesOf).find(({ language }) => language === "html");
    const { outputFiles } = await build({
      stdin: { contents: guide.flatMap(programsOf)[0].text, loader: "ts", resolveDir: ROOT },
      bundle: true,
      format: "esm",
      target: "es2022",
      write: false,
    });
    const files: Record<string, [string, string]> = {
      "/": ["text/html", html?.lines.join("\n") ?? ""],
      "/main.js": ["text/javascript", outputFiles[0].text],
    };
    server = createServer(({ url = "" }, response) => {
      const [type, text] = files[url] ?? ["text/plain", ""];
      response.writeHead(files[url] === undefined ? 404 : 200, { "Content-Type": type }).end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
    browser = await openChromium();
  }, PATIENCE);
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  test("trains, reads the model back and classifies", async () => {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
    await expect
      .poll(async () => `${problems}${await page.textContent("#log")}`, { timeout: PATIENCE })
      .toMatch(/^(epoch \d of 3: loss .*\n)+test accuracy .*, computed by wasm, .*\nthe first digit is a \d\n$/);
    expect(problems).toEqual([]);
    expect(await page.getAttribute("#download", "href")).toMatch(/^blob:/);
  });
});
