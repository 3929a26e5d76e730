import { homedir } from "node:os";
import pc from "picocolors";
import type { Host } from "./host.ts";

/** The host of a Node.js process. */
export function nodeHost(): Host {
  const { stdout, stderr, env } = process;
  const controller = new AbortController();
  process.on("SIGINT", () => {
    if (controller.signal.aborted) process.exit(130);
    stderr.write("\nStopping after the steps that are under way. Interrupt again to stop at once.\n");
    controller.abort();
  });
  // A reader that has seen enough, as in `evenkeel list | head -1`, is no failure.
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
  const colored = (isTty: boolean) => pc.createColors(isTty && !env.NO_COLOR && env.TERM !== "dumb");
  return {
    out: (text) => void stdout.write(`${text}\n`),
    err: (text) => void stderr.write(`${text}\n`),
    terminal: stderr.isTTY && env.TERM !== "dumb" && env.CI === undefined ? stderr : undefined,
    colors: colored(Boolean(stderr.isTTY)),
    outColors: colored(Boolean(stdout.isTTY)),
    width: Math.min(Math.max(stdout.columns || 100, 60), 120),
    env,
    platform: process.platform,
    home: homedir(),
    signal: controller.signal,
  };
}
