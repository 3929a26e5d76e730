import { describe, expect, test } from "vitest";
import { openChromium, WITH_GPU, withoutChromium } from "../chromium.ts";
import { PATIENCE } from "../dist.ts";
import { downloadStudy, openLab, raceToItsEnd } from "./lab-page.ts";
import { serveLab } from "./serve-lab.ts";

const LINK = "#/dropout/main?seeds=1&epochs=1&batchSize=100&trainSize=200&testSize=200&hidden=[16]";

/** The status line, and the test losses of both sides, of a race in a browser of its own. */
async function raced(link: string, flags: readonly string[]) {
  const [served, browser] = await Promise.all([serveLab(), openChromium(flags)]);
  const { page, problems, close } = await openLab(browser, served.address + link);
  const status = () => page.locator(".status-line").textContent();
  try {
    await raceToItsEnd(page);
    const { runs, environment, command } = await downloadStudy(page);
    const losses = runs.map(({ test }) => Number(test?.loss));
    return { status: await status(), problems, losses, backend: environment.backend, command };
  } finally {
    await close();
    await browser.close();
    await served.close();
  }
}

describe.skipIf(withoutChromium(2, "a race by a GPU"))("a race by a GPU", { timeout: 5 * PATIENCE }, () => {
  test("is the race of WebAssembly but for rounding, and the page and its report name the adapter", async () => {
    const gpu = await raced(`${LINK}&backend=webgpu`, WITH_GPU);
    expect(gpu.problems).toEqual([]);
    expect(gpu.status).toMatch(/webgpu, .*\(a software adapter\)/);
    expect(gpu.backend).toMatch(/^webgpu, .*\(a software adapter\)/);
    expect(gpu.command).toMatch(/^evenkeel compare .* --backend webgpu$/);
    const wasm = await raced(LINK, []);
    expect(wasm.status).toMatch(/WebAssembly/);
    expect(wasm.backend).toBe("wasm, one thread a run");
    expect(wasm.command).not.toContain("--backend");
    expect(gpu.losses).toHaveLength(2);
    // Few steps apart by roundings of float32, each about 1e-7 of a value.
    gpu.losses.forEach((loss, i) => {
      expect(loss).toBeCloseTo(wasm.losses[i], 4);
    });
  });

  test("is refused in words where the browser has none", async () => {
    await expect(raced(`${LINK}&backend=webgpu`, [])).rejects.toThrow(/webgpu/i);
  });
});
