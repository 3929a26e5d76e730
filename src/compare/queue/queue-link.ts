import type { Redis } from "ioredis";
import type { EvenkeelError } from "../../errors.ts";
import type { QueueAddress } from "./queue-address.ts";
import { queueError } from "./queue-error.ts";
import type { QueuePackages } from "./queue-packages.ts";

/** Milliseconds in which a server has to answer when it is asked first, and in which it has to come back when it was lost. */
const FIRST_ANSWER = 5_000;
export const PATIENCE = 300_000;
/** Milliseconds between two attempts. */
const AGAIN = 500;
/** Answers that do not change by asking again. */
const FINAL = /WRONGPASS|NOAUTH|NOPERM|certificate|self.signed|altname|ENOTFOUND/i;

/** A connection to a server, and what is known of the server by it. */
export interface QueueLink {
  readonly redis: Redis;
  /** What other connections are made with. */
  readonly connection: ReturnType<typeof connectionOf>;
  /** Whether the server can be reached now. */
  isUp(): boolean;
  close(): void;
}

/** What hears of a connection. */
interface LinkListener {
  /** It was lost, or is there again. */
  onChange(isUp: boolean): void;
  /** It did not come back. */
  onEnd(error: EvenkeelError): void;
}

/**
 * Connects to a server.
 * @param patience milliseconds in which a server that was lost has to come back.
 * @throws an error in words within seconds, if there is no server, or none that lets anybody in.
 */
export async function openLink(
  where: string,
  address: QueueAddress,
  { Redis }: QueuePackages,
  { onChange, onEnd }: LinkListener,
  patience = PATIENCE,
): Promise<QueueLink> {
  let lostAt: number | undefined;
  let received = "no answer";
  const state = { ready: false, ended: false };
  const link = new Redis({
    ...connectionOf(address),
    lazyConnect: true,
    enableOfflineQueue: false,
    retryStrategy() {
      const gone = lostAt === undefined ? 0 : performance.now() - lostAt; // it is asked before "close"
      return state.ready && !state.ended && gone < patience ? AGAIN : null;
    },
  });
  link.on("error", ({ message }: Error) => {
    received = message;
  });
  await connected(link, () => received).catch((error: Error) => {
    link.disconnect();
    throw queueError(where, address, error.message);
  });
  state.ready = true;
  link.on("ready", () => {
    if (lostAt !== undefined) onChange(true);
    lostAt = undefined;
  });
  link.on("close", () => {
    if (state.ended || lostAt !== undefined) return;
    lostAt = performance.now();
    onChange(false);
  });
  link.on("end", () => {
    if (!state.ended) onEnd(queueError(where, address, received));
  });
  return {
    redis: link,
    connection: connectionOf(address),
    isUp: () => lostAt === undefined,
    close() {
      state.ended = true;
      link.disconnect();
    },
  };
}

/** Asks a few times: a server that is just being started is waited for. */
async function connected(link: Redis, received: () => string): Promise<void> {
  const until = performance.now() + FIRST_ANSWER;
  for (;;) {
    try {
      await link.connect();
      return;
    } catch {
      if (FINAL.test(received()) || performance.now() + AGAIN > until) throw new Error(received());
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
  }
}

/** What clients are told. Commands wait until a server is there again. */
function connectionOf({ host, port, db, username, password, tls }: QueueAddress) {
  return {
    host,
    port,
    db,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(tls && { tls: {} }),
    connectTimeout: FIRST_ANSWER,
    maxRetriesPerRequest: null,
    retryStrategy: (times: number): number | null => Math.min(100 * times, 2 * AGAIN),
  };
}
