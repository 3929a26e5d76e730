import { cores } from "../../backend/cores.ts";
import { counted } from "../../compare/words/number-words.ts";
import { usageError } from "../../errors.ts";
import { LIMITS } from "../../recipe/limits.ts";
import { cacheFolder } from "../cache-folder.ts";
import type { AddCommand } from "../command.ts";
import { countFlag } from "../count-flag.ts";
import { queueLocation } from "../queue-location.ts";

export const workerCommand: AddCommand = (program, host, exit) => {
  program
    .command("worker")
    .description("carry out runs that compare --queue asks for: evenkeel worker --queue redis://host:6379")
    .option("--queue <url>", "the Redis server: redis://host:6379, rediss:// for TLS; its password in REDIS_PASSWORD")
    .option("--parallel <value>", "how many runs at a time, one thread each; by default as many as there are cores")
    .action(async (flags: Record<string, unknown>) => {
      const queue = queueLocation(flags, host);
      if (queue === undefined)
        throw usageError({
          where: "worker",
          expected: "--queue with the URL of a Redis server",
          received: "none",
          fix: "Try evenkeel worker --queue redis://localhost:6379.",
        });
      const parallel = countFlag(flags, "parallel", LIMITS.threads) ?? Math.min(await cores(), LIMITS.threads);
      const { serveQueue } = await import("../../compare/queue/serve-queue.ts");
      const tell = (line: string) => host.err(line);
      const served = await serveQueue({ queue, parallel, cache: cacheFolder(host), signal: host.signal, tell });
      const { worker, done, failed, refused } = served;
      if (flags.json === true) host.out(JSON.stringify(served));
      else host.err(`${worker}: ${counted(done, "run")} done, ${failed} failed, ${refused} refused.`);
      exit(0);
    });
};
