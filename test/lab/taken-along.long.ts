import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { controls } from "../../lab/texts/en/controls.ts";
import { readSafetensors } from "../../src/formats/read-safetensors.ts";
import { readModel } from "../../src/saved/load-model.ts";
import { withoutChromium } from "../chromium.ts";
import { PATIENCE, runNode } from "../dist.ts";
import { readOnnx } from "../onnx/schema.ts";
import { labInChromium } from "./lab-in-chromium.ts";
import { openLab, openPart, raceToItsEnd } from "./lab-page.ts";

const LINK = "#/normalization/main?epochs=2&seeds=1&hidden=[12,8]&trainSize=200&validationSize=50&testSize=60";
const { exporting: words } = controls;
/** What a program says of its weights, added to it. */
const PRINT = `
console.log(JSON.stringify(Object.entries(run.model.parts.weights).map(([name, w]) =>
  [name, Buffer.from(w.buffer, w.byteOffset, w.byteLength).toString("base64")])));`;
const base64 = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  Buffer.from(buffer, byteOffset, byteLength).toString("base64");

describe.skipIf(withoutChromium(1, "what is taken from the lab"))(
  "what is taken from the lab",
  { timeout: 5 * PATIENCE },
  () => {
    const served = labInChromium();
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "evenkeel-"));
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    test("the program, and the model in each of its forms, have the bits of the race; the report opens", async () => {
      const { page, problems, close } = await openLab(served.browser, served.address + LINK);
      await raceToItsEnd(page);
      const download = (button: string) => downloaded(page, button);
      const [tensors, onnx, saved] = [
        await download("safetensors"),
        await download("ONNX"),
        await download("Evenkeel"),
      ];
      const report = await download(words.report);
      await page.getByLabel(words.as).selectOption({ label: words.kinds.program });
      const program = await readFile(await download(words.download("normalization-b.ts")), "utf8");

      const own = Object.entries(readSafetensors(await readFile(tensors)).tensors);
      const weights = new Map(own.map(([name, { data }]) => [name, base64(data)]));
      expect(weights.size).toBeGreaterThan(6);
      const ran = await runNode(["--input-type=module", "--eval", program + PRINT]);
      expect({ code: ran.code, stderr: ran.code === 0 ? "" : ran.stderr }).toEqual({ code: 0, stderr: "" });
      expect(new Map(JSON.parse(ran.stdout.trim().split("\n").at(-1) ?? ""))).toEqual(weights);

      const model = await readModel(await readFile(saved));
      const samples = { shape: [5, 28, 28, 1], data: Float32Array.from({ length: 5 * 784 }, (_, i) => (i * 7) % 256) };
      const before = await model.predict(samples);
      await model.load(tensors);
      expect((await model.predict(samples)).data).toEqual(before.data);
      await model.close();

      const { initializer } = readOnnx(await readFile(onnx)).graph;
      const said = new Map(initializer.map(({ name, raw_data }) => [name, base64(raw_data)]));
      for (const [name, bytes] of weights) if (said.has(name)) expect(said.get(name), name).toBe(bytes);
      expect([...weights.keys()].filter((name) => said.has(name)).length).toBeGreaterThan(4);

      await page.goto(pathToFileURL(report).href);
      expect(await page.locator("h1").textContent()).not.toBe("");
      expect(await page.locator("svg").count()).toBeGreaterThan(0);
      expect(problems).toEqual([]);
      await close();
    });

    /** A button of the page, and the file that it gives. */
    async function downloaded(page: Page, button: string): Promise<string> {
      const part = await openPart(page, "export");
      const waiting = page.waitForEvent("download");
      await part.getByRole("button", { name: button, exact: true }).click();
      const file = await waiting;
      const path = join(folder, file.suggestedFilename());
      await file.saveAs(path);
      return path;
    }
  },
);
