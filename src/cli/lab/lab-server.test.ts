import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { labServer } from "./lab-server.ts";

const SECRET = "not for the page";
const around = mkdtempSync(join(tmpdir(), "lab-server-"));
const folder = join(around, "lab");
const SCRIPT = `export const text = "${"x".repeat(2000)}";`;
const server = labServer(folder);
let port = 0;

beforeAll(async () => {
  mkdirSync(join(folder, "parts"), { recursive: true });
  mkdirSync(join(around, "lab-secret"));
  writeFileSync(join(folder, "index.html"), "<!doctype html>");
  writeFileSync(join(folder, "lab.js"), SCRIPT);
  writeFileSync(join(folder, "lab.css"), "a {}");
  writeFileSync(join(folder, "data.unknown"), "?");
  writeFileSync(join(folder, "parts/more.js"), "1;");
  for (const place of ["secret.txt", "lab-secret/secret.txt"]) writeFileSync(join(around, place), SECRET);
  symlinkSync(join(around, "secret.txt"), join(folder, "link.js"));
  symlinkSync(around, join(folder, "up"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(around, { recursive: true });
});

/** What the server sends for these very bytes, until it ends the connection. */
function told(request: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => socket.write(request, "latin1"));
    socket.on("data", (part) => parts.push(part));
    socket.on("end", () => resolve(Buffer.concat(parts)));
    socket.on("error", reject);
  });
}

async function asked(target: string, headers: Record<string, string> = {}, method = "GET") {
  const all = { Host: `127.0.0.1:${port}`, ...headers, Connection: "close" };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const bytes = await told(`${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n`);
  const end = bytes.indexOf("\r\n\r\n");
  const [first, ...rest] = bytes.subarray(0, end).toString("latin1").split("\r\n");
  const found = rest.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 2)]);
  return {
    status: Number(first.split(" ")[1]),
    headers: Object.fromEntries(found) as Record<string, string>,
    body: bytes.subarray(end + 4),
  };
}

test.each([
  ["/", "text/html; charset=utf-8"],
  ["/?from=a-link", "text/html; charset=utf-8"],
  ["/index.html", "text/html; charset=utf-8"],
  ["/lab.js", "text/javascript; charset=utf-8"],
  ["/lab.css?v=2", "text/css; charset=utf-8"],
  ["/parts/more.js", "text/javascript; charset=utf-8"],
  ["/data.unknown", "application/octet-stream"],
])("%s is found", async (target, type) => {
  const { status, headers, body } = await asked(target);
  expect([status, headers["content-type"], headers["content-length"]]).toEqual([200, type, String(body.length)]);
});

const OUTSIDE = [
  "/../secret.txt",
  "/../../etc/passwd",
  "/./lab.js",
  "/parts/../lab.js",
  "/parts/../../secret.txt",
  "/../lab-secret/secret.txt",
  "/..",
  "/.",
  "/parts",
  "/parts/",
  "//lab.js",
  "//etc/passwd",
  "///etc/passwd",
  "/%2e%2e/secret.txt",
  "/%2e%2e%2fsecret.txt",
  "/..%2fsecret.txt",
  "/.%2e/secret.txt",
  "/%252e%252e%252fsecret.txt",
  "/%25252e%25252e/secret.txt",
  "/..%c0%afsecret.txt",
  "/%c0%ae%c0%ae/secret.txt",
  "/%u002e%u002e/secret.txt",
  "/..\\secret.txt",
  "/..%5csecret.txt",
  "/parts\\more.js",
  "/C:\\Windows\\win.ini",
  "/C:/Windows/win.ini",
  "/..;/secret.txt",
  "/parts/..;/..;/secret.txt",
  "/lab.js%00.html",
  "/lab.js%00",
  "/%00",
  "/lab.js/",
  "/lab.js/.",
  "/LAB.JS",
  "/lab.js.",
  "/lab.js%20",
  "/lab.js::$DATA",
  "/link.js",
  "/up/secret.txt",
  "/up/lab/lab.js",
  "/....//secret.txt",
  "/file:///etc/passwd",
  "/~root/.ssh/id_rsa",
  "/constructor",
  "/__proto__",
  "http://127.0.0.1/../secret.txt",
  "http://evil.example/lab.js",
  "file:///etc/passwd",
  "lab.js",
  "?",
];

test.each(OUTSIDE)("%s is not found", async (target) => {
  const { status, body } = await asked(target);
  expect([400, 404]).toContain(status);
  expect(body.toString()).not.toContain(SECRET);
});

test("a NUL or a line break in a path is no request", async () => {
  for (const target of ["/lab.js\0", "/lab.js\rX: 1", "/\x7f"])
    expect((await asked(target)).status, JSON.stringify(target)).toBeOneOf([400, 404]);
});

describe("names of the server", () => {
  test.each(["localhost", "LOCALHOST", "127.0.0.1"])("%s is one", async (name) => {
    expect((await asked("/lab.js", { Host: `${name}:${port}` })).status).toBe(200);
  });

  test.each([
    "evil.example",
    "127.0.0.1",
    "127.0.0.1:80",
    "localhost",
    "0.0.0.0:PORT",
    "[::1]:PORT",
    "127.0.0.2:PORT",
    "localhost.:PORT",
    "evil.example:PORT",
    "localhost.evil.example:PORT",
    "127.0.0.1:PORT@evil.example",
    "",
  ])("%s is none", async (name) => {
    const { status, body } = await asked("/lab.js", { Host: name.replace("PORT", String(port)) });
    expect([status, body.toString()]).toEqual([421, "This server has another name.\n"]);
  });

  test("no name is none", async () => {
    expect((await told("GET /lab.js HTTP/1.0\r\n\r\n")).toString()).toMatch(/^HTTP\/1.1 421/);
  });
});

test.each([
  ["Origin", "http://evil.example"],
  ["Origin", "null"],
  ["Origin", "http://127.0.0.1"],
  ["Origin", "https://127.0.0.1:PORT"],
  ["Origin", "http://127.0.0.1:PORT.evil.example"],
  ["Sec-Fetch-Site", "cross-site"],
  ["Sec-Fetch-Site", "same-site"],
])("%s: %s is refused", async (name, value) => {
  const { status, body } = await asked("/lab.js", { [name]: value.replace("PORT", String(port)) });
  expect([status, body.toString()]).toEqual([403, "The lab answers to its own page only.\n"]);
});

test("its own page is answered, and a link elsewhere may lead to it", async () => {
  expect((await asked("/lab.js", { Origin: `http://localhost:${port}` })).status).toBe(200);
  const link = { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate" };
  expect((await asked("/", link)).status).toBe(200);
});

test.each(["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])("%s is not answered", async (method) => {
  const { status, headers } = await asked("/lab.js", {}, method);
  expect([status, headers.allow]).toEqual([405, "GET, HEAD"]);
});

test("HEAD has the headers of GET, and no body", async () => {
  const [get, head] = [await asked("/lab.js"), await asked("/lab.js", {}, "HEAD")];
  expect([head.status, head.body.length, head.headers["content-length"]]).toEqual([200, 0, String(SCRIPT.length)]);
  expect(head.headers.etag).toBe(get.headers.etag);
});

test.each(["/", "/lab.js", "/nothing"])("%s carries what keeps the page safe", async (target) => {
  const { headers } = await asked(target);
  expect(headers).toMatchObject({
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",
  });
  expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
  expect(headers["content-security-policy"]).not.toMatch(/unsafe-inline|\*|'unsafe-eval'/);
  expect(headers["access-control-allow-origin"]).toBeUndefined();
});

test("is packed where the client takes it", async () => {
  for (const [given, taken] of [
    ["gzip", true],
    ["br;q=1, gzip;q=0.8", true],
    ["gzip;q=0", false],
    ["br", false],
    ["notgzip", false],
  ] as const) {
    const { headers, body } = await asked("/lab.js", { "Accept-Encoding": given });
    expect(headers["content-encoding"], given).toBe(taken ? "gzip" : undefined);
    expect((taken ? gunzipSync(body) : body).toString(), given).toBe(SCRIPT);
  }
});

test("a client keeps a file until there is a new build", async () => {
  const { headers } = await asked("/lab.css");
  const again = await asked("/lab.css", { "If-None-Match": headers.etag });
  expect([again.status, again.body.length]).toEqual([304, 0]);
  writeFileSync(join(folder, "lab.css"), "b {}");
  const later = await asked("/lab.css", { "If-None-Match": headers.etag });
  expect([later.status, later.body.toString()]).toEqual([200, "b {}"]);
});

test("nothing is taken, and huge headers are refused", async () => {
  expect((await asked("/lab.js", { "Content-Length": "5" })).status).toBe(413);
  expect((await asked("/lab.js", { "Transfer-Encoding": "chunked" })).status).toBe(413);
  expect((await asked("/lab.js", { Huge: "x".repeat(20_000) })).status).toBe(431);
});

test("slow clients are not waited for", () => {
  expect(server.headersTimeout).toBeLessThanOrEqual(10_000);
  expect(server.requestTimeout).toBeLessThanOrEqual(10_000);
  expect(server.timeout).toBeGreaterThan(0);
});
