import pc from "picocolors";
import { expect, test } from "vitest";
import type { Host } from "../host.ts";
import { run } from "../run.ts";

test.each(["70000", "-1", "x", "80.5", ""])("refuses %j as a port", async (port) => {
  const said: string[] = [];
  const colors = pc.createColors(false);
  const host: Host = {
    out: (text) => said.push(text),
    err: (text) => said.push(text),
    terminal: undefined,
    ...{ colors, outColors: colors, width: 80, env: {}, platform: "test", home: "/", signal: AbortSignal.abort() },
  };
  expect(await run(["lab", `--port=${port}`], host)).toBe(2);
  expect(said.join("\n")).toContain("--port: expected a whole number from 0 to 65,535");
});
