// The other end of child.mjs: answers requests, one line of JSON each, until its input ends.
import { createInterface } from "node:readline";

/**
 * `describe()` → versions and settings in words; `prepare(workload)` → { time(repeats) → { loss? }, close() }.
 * What takes time is timed here, next to the work.
 */
export async function serve({ describe, prepare }) {
  console.log = console.error; // standard output is for answers
  let prepared;
  const answers = {
    describe: () => describe(),
    async prepare({ workload }) {
      prepared = await prepare(workload);
    },
    async time({ repeats }) {
      const start = performance.now();
      const { loss } = (await prepared.time(repeats)) ?? {};
      const milliseconds = (performance.now() - start) / repeats;
      if (loss !== undefined && !Number.isFinite(loss)) throw new Error(`the loss became ${loss}`);
      return { milliseconds, loss };
    },
    async release() {
      await prepared?.close();
      prepared = undefined;
    },
  };
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    let reply;
    try {
      reply = { result: (await answers[request.ask](request)) ?? null };
    } catch (error) {
      reply = { error: error instanceof Error ? error.message : String(error) };
    }
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
  process.exit(0);
}
