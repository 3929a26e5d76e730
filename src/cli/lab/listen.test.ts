import { createServer, type Server } from "node:http";
import { afterEach, expect, test } from "vitest";
import { listen, PORT } from "./listen.ts";

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

function server(): Server {
  const made = createServer();
  open.push(made);
  return made;
}

/** A server on which some ports cannot be had. */
function without(code: string, ports: (port: number) => boolean): Server {
  const made = server();
  const { listen: really } = made;
  made.listen = ((options: { port: number }, done: () => void) => {
    if (ports(options.port)) queueMicrotask(() => made.emit("error", Object.assign(new Error("refused"), { code })));
    else really.call(made, { ...options, port: 0 } as never, done);
    return made;
  }) as never;
  return made;
}

test("takes any free port where the usual ones are taken", async () => {
  const tried: number[] = [];
  const busy = without("EADDRINUSE", (port) => tried.push(port) > 0 && port !== 0);
  expect(await listen(busy, undefined)).toBeGreaterThan(0);
  expect(tried.slice(0, 2)).toEqual([PORT, PORT + 1]);
  expect(tried.at(-1)).toBe(0);
});

test("refuses a given port that is taken, in words", async () => {
  const port = await listen(server(), 0);
  await expect(listen(server(), port)).rejects.toMatchObject({
    kind: "run",
    message: `lab: port ${port}: expected a free port of this machine, received a port that is taken. Leave out --port to have one chosen.`,
  });
});

test("refuses a given port that is not allowed, and any other failure, in words", async () => {
  await expect(listen(without("EACCES", Boolean), 80)).rejects.toThrow("a port that this user must not open");
  await expect(
    listen(
      without("EMFILE", () => true),
      undefined,
    ),
  ).rejects.toThrow("received refused");
});

test("listens to this machine alone", async () => {
  const made = server();
  await listen(made, 0);
  expect(made.address()).toMatchObject({ address: "127.0.0.1" });
});
