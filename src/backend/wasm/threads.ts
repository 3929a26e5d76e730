import { runError } from "../../errors.ts";
import { openWorker, type WorkerPort } from "./worker-port.ts";

/** What runs loaded programs over one memory: several workers, or the calling thread. */
export interface Threads {
  readonly count: number;
  load(program: number, module: WebAssembly.Module): Promise<void>;
  run(program: number, steps: number): Promise<void>;
  close(): Promise<void>;
}

type Reply = { kind: "ready" | "done" } | { kind: "failed"; message: string };

/** Workers that run every program together, each its share, with barriers in shared memory. */
export async function openThreads(memory: WebAssembly.Memory, count: number): Promise<Threads> {
  let waiting: { resolve: () => void; reject: (error: Error) => void; missing: number } | undefined;
  let broken: Error | undefined;
  let ports: WorkerPort[] = [];

  const close = async () => {
    broken ??= closedError();
    waiting?.reject(broken);
    waiting = undefined;
    await Promise.all(ports.map((port) => port.terminate()));
  };
  const fail = (thread: number, reason: string) => {
    broken ??= runError({
      where: `engine thread ${thread}`,
      expected: "to finish its work",
      received: reason,
      fix: "The other threads were stopped; open a new device, and report this if it happens again.",
    });
    void close(); // the others would wait for the broken one for ever
  };
  const receive = (thread: number, reply: Reply) => {
    if (reply.kind === "failed") fail(thread, reply.message);
    else if (waiting !== undefined && --waiting.missing === 0) {
      for (const port of ports) port.busy(false);
      waiting.resolve();
      waiting = undefined;
    }
  };
  /** Posts to every thread, and waits for every one's reply. */
  const all = (message: (thread: number) => unknown) =>
    new Promise<void>((resolve, reject) => {
      if (broken !== undefined) {
        reject(broken);
        return;
      }
      waiting = { resolve, reject, missing: count };
      ports.forEach((port, thread) => {
        port.busy(true);
        port.post(message(thread));
      });
    });

  const url = new URL("./thread.js", import.meta.url);
  ports = await Promise.all(
    Array.from({ length: count }, (_, thread) =>
      openWorker(url, {
        message: (data) => receive(thread, data as Reply),
        failure: (reason) => fail(thread, reason),
      }),
    ),
  );
  await all((thread) => ({ kind: "start", memory, thread, threads: count }));
  return {
    count,
    load: (program, module) => all(() => ({ kind: "load", program, module })),
    run: (program, steps) => all(() => ({ kind: "run", program, steps })),
    close,
  };
}

/** The calling thread by itself: it blocks while it computes. */
export function openInline(memory: WebAssembly.Memory): Threads {
  const programs = new Map<number, (thread: number, threads: number, steps: number) => void>();
  return {
    count: 1,
    async load(program, module) {
      const instance = await WebAssembly.instantiate(module, { env: { memory } });
      programs.set(program, instance.exports.run as (thread: number, threads: number, steps: number) => void);
    },
    async run(program, steps) {
      const run = programs.get(program);
      if (run === undefined) throw closedError();
      run(0, 1, steps);
    },
    async close() {
      programs.clear();
    },
  };
}

export function closedError(): Error {
  return runError({ where: "device", expected: "an open device", received: "a closed one" });
}
