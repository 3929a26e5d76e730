import { usageError } from "../../errors.ts";

/** The optional packages that a queue needs. */
export interface QueuePackages {
  bullmq: typeof import("bullmq");
  Redis: typeof import("ioredis").Redis;
}

/** Loads what a queue needs. @throws a usage error where it is not installed, or where there is no Node.js. */
export async function queuePackages(where: string): Promise<QueuePackages> {
  const { process } = globalThis as { process?: NodeJS.Process };
  if (process?.versions?.node === undefined)
    throw usageError({ where, expected: "Node.js, which a queue needs", received: "no Node.js" });
  try {
    const [bullmq, { Redis }] = await Promise.all([load("bullmq"), load("ioredis")]);
    return { bullmq, Redis };
  } catch (cause) {
    throw usageError({
      where,
      expected: "the packages bullmq and ioredis, which reach a queue",
      received: "no such packages",
      fix: "Run npm install bullmq ioredis.",
      cause,
    });
  }
}

/** The name is a value, so that bundlers for browsers look for no such package. */
async function load<Name extends "bullmq" | "ioredis">(name: Name) {
  return (await import(/* webpackIgnore: true */ /* @vite-ignore */ name)) as Name extends "bullmq"
    ? typeof import("bullmq")
    : typeof import("ioredis");
}
