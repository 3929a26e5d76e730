import type { BackendName } from "../backend/backend.ts";
import { usageError } from "../errors.ts";
import type { Executor } from "./executor.ts";
import { localExecutor } from "./local-executor.ts";
import type { PreparedVariant } from "./prepared-variant.ts";
import type { QueueLocation } from "./queue/queue-address.ts";

/** What a study's runs are carried out with here. */
interface Host {
  threads: number;
  backend: BackendName;
  signal: AbortSignal | undefined;
  /** How many at a time. */
  parallel: number;
}

/** What carries out the runs of a study: this process, or the workers of a queue. */
export async function executorFor(
  { queue, parallel: asked }: { queue?: string | QueueLocation; parallel?: number },
  variants: readonly PreparedVariant[],
  { parallel, ...host }: Host,
): Promise<Executor> {
  if (queue === undefined) return localExecutor(parallel, host);
  if (asked !== undefined)
    throw usageError({
      where: "compare: parallel",
      expected: "no number of runs at a time beside a queue",
      received: `${asked}`,
      fix: "Leave parallel out: evenkeel worker --parallel says how many a worker has.",
    });
  const { demandRecipe } = await import("./queue/demand-recipe.ts");
  for (const variant of variants) demandRecipe(variant);
  const { queueExecutor } = await import("./queue/queue-executor.ts");
  return queueExecutor(queue, host);
}
