import type { IncomingHttpHeaders } from "node:http";

/** What a client asks for. */
export interface Asked {
  method: string;
  /** As it stands in the request: "/lab.js?x". */
  target: string;
  headers: IncomingHttpHeaders;
}

/** Why a request gets no file, or undefined. `hosts`: the names that the server has, "127.0.0.1:4173". */
export function refusal(
  { method, headers }: Asked,
  hosts: readonly string[],
): { status: number; text: string } | undefined {
  const host = headers.host?.toLowerCase();
  // A page elsewhere whose name was bound to this address sends its own name.
  if (host === undefined || !hosts.includes(host)) return { status: 421, text: "This server has another name." };
  if (headers.origin !== undefined && !hosts.some((name) => headers.origin === `http://${name}`))
    return { status: 403, text: "The lab answers to its own page only." };
  // A link elsewhere may lead here; nothing else that a page elsewhere asks for is answered.
  const site = headers["sec-fetch-site"] ?? "none";
  if (site !== "none" && site !== "same-origin" && headers["sec-fetch-mode"] !== "navigate")
    return { status: 403, text: "The lab answers to its own page only." };
  if (method !== "GET" && method !== "HEAD") return { status: 405, text: "GET and HEAD are answered." };
  if (headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) !== 0)
    return { status: 413, text: "Nothing is taken." };
  return undefined;
}
