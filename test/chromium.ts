import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const CANDIDATES = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/google-chrome"];
const executablePath = CANDIDATES.find((path) => path !== undefined && existsSync(path));

/** Whether there is no browser; says so, and how many tests of what are skipped. */
export function withoutChromium(tests: number, of: string): boolean {
  if (executablePath === undefined)
    console.warn(
      `No Chromium at CHROMIUM_PATH, /usr/bin/chromium or /usr/bin/google-chrome: ${tests} tests of ${of} are skipped.`,
    );
  return executablePath === undefined;
}

/** A GPU in software, which headless browsers leave out by default. */
export const WITH_GPU = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--ignore-gpu-blocklist"];

export function openChromium(args: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: executablePath as string, args: ["--no-sandbox", ...args] });
}
