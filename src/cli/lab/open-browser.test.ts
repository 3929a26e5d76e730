import { expect, test } from "vitest";
import { openBrowser, openerOf } from "./open-browser.ts";

test.each([
  ["linux", { DISPLAY: ":0" }, "xdg-open"],
  ["linux", { WAYLAND_DISPLAY: "wayland-0" }, "xdg-open"],
  ["linux", {}, undefined],
  ["linux", { DISPLAY: "" }, undefined],
  ["linux", { DISPLAY: ":0", CI: "true" }, undefined],
  ["linux", { DISPLAY: ":10", SSH_CONNECTION: "x" }, "xdg-open"],
  ["darwin", {}, "open"],
  ["darwin", { SSH_CONNECTION: "x" }, undefined],
  ["win32", {}, "rundll32"],
] as const)("on %s with %o it is %s", (platform, env, program) => {
  expect(openerOf({ platform, env })?.[0]).toBe(program);
});

test("says why nothing was opened, and goes on", async () => {
  const why = (opener: string[]) => new Promise((resolve) => openBrowser(opener, "http://127.0.0.1:1/", resolve));
  expect(await why(["no-such-program-anywhere"])).toContain("ENOENT");
  expect(await why([process.execPath, "-e", "process.exit(3)"])).toMatch(/ended with 3$/);
});
