import { createHash } from "node:crypto";
import { extname } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { builtFile } from "./built-file.ts";
import { LAB_HEADERS, TYPES } from "./lab-headers.ts";
import { type Asked, refusal } from "./refusal.ts";

export interface LabAnswer {
  status: number;
  headers: Record<string, string>;
  /** Empty for HEAD, and where the client has the file already. */
  body: Buffer;
}

/** Smaller files are sent as they are. */
const LEAST_PACKED = 1000;

/** What the server says to a request for a file of the folder. */
export async function labAnswer(asked: Asked, folder: string, hosts: readonly string[]): Promise<LabAnswer> {
  const refused = refusal(asked, hosts);
  if (refused !== undefined) return inWords(asked, refused);
  const file = await builtFile(folder, asked.target);
  if (file === undefined) return inWords(asked, { status: 404, text: "There is no such file in the lab." });
  const { name, bytes } = file;
  const tag = `W/"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;
  const headers: Record<string, string> = { ...LAB_HEADERS, ETag: tag, Vary: "Accept-Encoding" };
  if (isKnown(asked.headers["if-none-match"], tag)) return { status: 304, headers, body: Buffer.alloc(0) };
  const packed = bytes.length >= LEAST_PACKED && takesGzip(asked.headers["accept-encoding"]);
  const sent = packed ? await promisify(gzip)(bytes) : bytes;
  headers["Content-Type"] = TYPES[extname(name).slice(1)] ?? "application/octet-stream";
  headers["Content-Length"] = String(sent.length);
  if (packed) headers["Content-Encoding"] = "gzip";
  return { status: 200, headers, body: asked.method === "HEAD" ? Buffer.alloc(0) : sent };
}

function inWords({ method }: Asked, { status, text }: { status: number; text: string }): LabAnswer {
  const body = Buffer.from(`${text}\n`);
  const headers: Record<string, string> = {
    ...LAB_HEADERS,
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Length": String(body.length),
    ...(status === 405 ? { Allow: "GET, HEAD" } : {}),
    ...(status === 404 ? {} : { Connection: "close" }), // what else such a client sends is not read
  };
  return { status, headers, body: method === "HEAD" ? Buffer.alloc(0) : body };
}

function isKnown(given: string | undefined, tag: string): boolean {
  return given?.split(",").some((each) => each.trim() === tag || each.trim() === "*") === true;
}

/** "gzip, br;q=0.9" takes it, "gzip;q=0" does not. */
function takesGzip(given: string | string[] = ""): boolean {
  const found = /(?:^|,)\s*gzip\s*(?:;\s*q=([\d.]+))?\s*(?=,|$)/i.exec(String(given));
  return found !== null && Number(found[1] ?? 1) > 0;
}
