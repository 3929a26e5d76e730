import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { runError } from "../../errors.ts";

/** Where the lab is, unless told otherwise. */
export const PORT = 4173;
/** How many ports after that are tried before any that is free. */
const OTHERS = 10;
const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: "a port that is taken",
  EACCES: "a port that this user must not open",
};

/**
 * Listens on the loopback address, and says on which port. Without a given port another one is taken where the usual one
 * cannot be had.
 * @throws a run error where a given port cannot be had.
 */
export async function listen(server: Server, given: number | undefined): Promise<number> {
  const ports = given === undefined ? [...Array.from({ length: OTHERS }, (_, i) => PORT + i), 0] : [given];
  for (const [i, port] of ports.entries()) {
    const failed = await attempt(server, port);
    if (failed === undefined) return (server.address() as AddressInfo).port;
    if (i < ports.length - 1 && REASONS[failed.code ?? ""] !== undefined) continue;
    throw runError({
      where: `lab: port ${port}`,
      expected: "a free port of this machine",
      received: REASONS[failed.code ?? ""] ?? failed.message,
      fix: given === undefined ? undefined : "Leave out --port to have one chosen.",
      cause: failed,
    });
  }
  throw new Error("no ports");
}

function attempt(server: Server, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const failed = (error: Error) => resolve(error);
    server.once("error", failed);
    server.listen({ host: "127.0.0.1", port, exclusive: true }, () => {
      server.off("error", failed);
      resolve(undefined);
    });
  });
}
