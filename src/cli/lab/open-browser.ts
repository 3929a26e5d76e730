import { spawn } from "node:child_process";
import type { Host } from "../host.ts";

/** What opens an address in the browser of a person. */
export function openerOf({ platform, env }: Pick<Host, "platform" | "env">): readonly string[] | undefined {
  if (env.CI !== undefined || (env.SSH_CONNECTION !== undefined && env.DISPLAY === undefined)) return undefined;
  if (platform === "darwin") return ["open"];
  if (platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler"];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ["xdg-open"] : undefined;
}

/** Opens an address, without a shell. Nothing depends on it: where it fails, `failed` is told why. */
export function openBrowser(
  [program, ...args]: readonly string[],
  address: string,
  failed: (why: string) => void,
): void {
  const child = spawn(program, [...args, address], { detached: true, stdio: "ignore" }); // not ended by Ctrl-C
  child.on("error", ({ message }) => failed(message));
  child.on("exit", (code) => {
    if (code !== 0 && code !== null) failed(`${program} ended with ${code}`);
  });
  child.unref();
}
