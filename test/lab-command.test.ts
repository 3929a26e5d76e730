import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, expect, test } from "vitest";
import { buildDist, PATIENCE, ROOT } from "./dist.ts";

beforeAll(buildDist, PATIENCE);

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

/** The command in another folder, without a display. `printed`: what it has printed, once that matches. */
function lab(...args: string[]) {
  const env = { ...process.env, DISPLAY: undefined, WAYLAND_DISPLAY: undefined, npm_lifecycle_event: undefined };
  const child = spawn(process.execPath, [join(ROOT, "dist/bundle/cli.js"), "lab", ...args], { cwd: tmpdir(), env });
  started.push(child);
  const told = { out: "", err: "" };
  child.stdout.on("data", (text) => (told.out += text));
  child.stderr.on("data", (text) => (told.err += text));
  const ended = new Promise<number | null>((resolve) => child.on("close", (code) => resolve(code)));
  const printed = (stream: "out" | "err", pattern: RegExp) =>
    new Promise<string>((resolve) => {
      const look = () => pattern.test(told[stream]) && resolve(told[stream]);
      for (const each of [child.stdout, child.stderr]) each.on("data", look);
      child.on("close", () => resolve(told[stream]));
      look();
    });
  return { child, told, ended, printed };
}

test("serves the page until Ctrl-C, which is no failure", { timeout: PATIENCE }, async () => {
  const { child, told, ended, printed } = lab("--port", "0");
  const [address] = /http:\S+/.exec(await printed("out", /\n/)) ?? [""];
  expect(await printed("err", /Ctrl-C ends it/)).toContain("There is no display here, so no browser is opened.");
  const page = await fetch(address);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining("<title>Evenkeel lab</title>")]);
  expect((await fetch(new URL("worker.js", address))).status).toBe(200);
  child.kill("SIGINT");
  expect([await ended, told.out]).toEqual([0, `The lab is at ${address}\n`]);
  expect(told.err).toContain("The lab has ended.");
  expect(told.err).not.toContain("steps");
});

test("says its address as JSON, and refuses a port that is taken", { timeout: PATIENCE }, async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  const refused = lab("--port", String(port), "--no-open");
  expect(await refused.ended).toBe(1);
  expect(refused.told.err).toBe(
    `evenkeel: lab: port ${port}: expected a free port of this machine, received a port that is taken. Leave out --port to have one chosen.\n`,
  );
  other.close();
  const { child, ended, told, printed } = lab("--json", "--no-open");
  const { address } = JSON.parse(await printed("out", /\n/));
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  expect(told.err).not.toContain("display");
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
});
