import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { buildDist, ROOT } from "../dist.ts";

/** A page that is served: where it is, and what ends it. */
export interface Served {
  address: string;
  close(): Promise<void>;
}

/** `evenkeel lab`, as a person starts it, on a free port. */
export async function serveLab(): Promise<Served> {
  await buildDist();
  const args = [join(ROOT, "dist/bundle/cli.js"), "lab", "--port", "0", "--json", "--no-open"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const printed = await new Promise<string>((resolve) => child.stdout.once("data", (text) => resolve(String(text))));
  const close = () =>
    new Promise<void>((resolve) => {
      child.once("close", () => resolve());
      child.kill("SIGTERM");
    });
  return { address: JSON.parse(printed).address, close };
}

const TYPES: Record<string, string> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };

/** The same files in a folder of a server that knows nothing of them, and sends no headers of its own. */
export async function servePlainly(): Promise<Served> {
  await buildDist();
  const folder = "/lessons/training/";
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const name = path === folder ? "index.html" : path.slice(folder.length);
    const bytes = path.startsWith(folder) && (await readFile(join(ROOT, "dist/lab", name)).catch(() => undefined));
    response.writeHead(bytes ? 200 : 404, { "content-type": TYPES[extname(name)] ?? "application/octet-stream" });
    response.end(bytes || undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}${folder}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
