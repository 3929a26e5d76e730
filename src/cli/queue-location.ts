import type { QueueLocation } from "../compare/queue/queue-address.ts";
import { defined } from "../options/defined.ts";
import type { Host } from "./host.ts";

/** The server of `--queue`. Its password is better in the environment: other users of a machine see command lines. */
export function queueLocation(flags: Readonly<Record<string, unknown>>, { env }: Host): QueueLocation | undefined {
  if (typeof flags.queue !== "string") return undefined;
  return { url: flags.queue, ...defined({ password: env.REDIS_PASSWORD || undefined }) };
}
