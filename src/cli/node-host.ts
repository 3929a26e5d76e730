import { homedir, tmpdir } from "node:os";
import { addAbortSignal } from "node:stream";
import pc from "picocolors";
import type { Host } from "./host.ts";
import { interrupts } from "./interrupts.ts";
import { outlet } from "./outlet.ts";

/** The host of a Node.js process. */
export function nodeHost(): Host {
  const { stdout, stderr, env } = process;
  const [out, err] = [outlet(stdout), outlet(stderr)];
  const signal = interrupts({ env, say: err.line, words: () => host.stopping });
  const colored = (isTty: boolean) => pc.createColors(isTty && !env.NO_COLOR && env.TERM !== "dumb");
  const host: Host = {
    out: out.line,
    bytes: out.bytes,
    err: err.line,
    lost: out.lost,
    ready: out.ready,
    get input() {
      return addAbortSignal(signal, process.stdin);
    },
    terminal: stderr.isTTY && env.TERM !== "dumb" && env.CI === undefined ? stderr : undefined,
    colors: colored(Boolean(stderr.isTTY)),
    outColors: colored(Boolean(stdout.isTTY)),
    width: Math.min(Math.max(stdout.columns || 100, 40), 120),
    env,
    platform: process.platform,
    home: homeFolder(),
    signal,
  };
  return host;
}

/** A user unknown to the system has no home folder; the folder for temporary files serves instead. */
function homeFolder(): string {
  try {
    return homedir() || tmpdir();
  } catch {
    return tmpdir();
  }
}
