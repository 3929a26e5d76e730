import type { Redis } from "ioredis";
import { isPlainObject } from "../../options/plain-object.ts";

/** A worker that waits for runs, as it tells the others. */
export interface Presence {
  /** "host-1234" */
  worker: string;
  /** The queue that it serves: runs of its version and its engine. */
  queue: string;
  /** How many runs at a time. */
  parallel: number;
}

const KEY = "evenkeel:workers";
/** Seconds after which a worker that says nothing is no longer counted on, and milliseconds between two words. */
const GONE = 40;
export const BEAT = 10_000;

/** Says that a worker is there, by the clock of the server. */
export async function announce(redis: Redis, presence: Presence): Promise<void> {
  const [now] = await redis.time();
  await redis.zadd(KEY, Number(now), JSON.stringify(presence));
}

export async function withdraw(redis: Redis, presence: Presence): Promise<void> {
  await redis.zrem(KEY, JSON.stringify(presence));
}

/** The workers that are there; those that are gone are forgotten. */
export async function presentWorkers(redis: Redis): Promise<Presence[]> {
  const [now] = await redis.time();
  await redis.zremrangebyscore(KEY, 0, Number(now) - GONE);
  return (await redis.zrange(KEY, "0", "-1")).flatMap((text) => {
    try {
      const read: unknown = JSON.parse(text);
      return isPlainObject(read) && typeof Object(read).queue === "string" ? [read as unknown as Presence] : [];
    } catch {
      return []; // of others
    }
  });
}
