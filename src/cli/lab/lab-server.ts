import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { labAnswer } from "./lab-answer.ts";

/** Milliseconds that a request may take to come in. */
const PATIENCE = 10_000;

/** Serves a built page, once it listens. */
export function labServer(folder: string): Server {
  const limits = {
    maxHeaderSize: 8192,
    headersTimeout: PATIENCE,
    requestTimeout: PATIENCE,
    keepAliveTimeout: PATIENCE,
    connectionsCheckingInterval: 1000,
  };
  const server = createServer(limits, async (request, response) => {
    const asked = { method: request.method ?? "", target: request.url ?? "", headers: request.headers };
    try {
      const { status, headers, body } = await labAnswer(asked, folder, namesOf(server.address() as AddressInfo));
      response.writeHead(status, headers).end(body);
    } catch {
      response.destroy(); // it is being closed, or the machine gave up
    }
  });
  server.timeout = 3 * PATIENCE; // a client that reads nothing
  server.maxConnections = 256;
  return server;
}

/** How the server is called in requests. Port 80 is left out there. */
function namesOf({ port }: AddressInfo): string[] {
  return ["127.0.0.1", "localhost"].flatMap((name) => [`${name}:${port}`, ...(port === 80 ? [name] : [])]);
}
