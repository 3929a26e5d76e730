import { errorText } from "../../error-text.ts";
import { runError } from "../../errors.ts";
import { closedError } from "../check.ts";
import type { MemoryAccess, MemoryLimits } from "./memory.ts";
import type { Command, Reply } from "./thread.ts";
import { openWorker, type WorkerPort } from "./worker-port.ts";

/** What runs loaded programs over one memory: several workers, a single worker, or the calling thread. */
export interface Threads {
  readonly count: number;
  load(program: number, module: WebAssembly.Module): Promise<void>;
  /** The first `threads` of them take these steps, all of them by default. */
  run(program: number, steps: number, threads?: number): Promise<void>;
  close(): Promise<void>;
}

/** Workers that run every program together, each its share, with barriers in shared memory. */
export async function openThreads(memory: WebAssembly.Memory, count: number): Promise<Threads> {
  const workers = await openWorkers(count, (thread) => ({ kind: "start", memory, thread }));
  return { count, ...programsOf(workers, count), close: workers.close };
}

/** One worker that has a memory of its own, where memory cannot be shared: the calling thread still stays free. */
export async function openAlone(limits: MemoryLimits): Promise<{ threads: Threads; access: MemoryAccess }> {
  const workers = await openWorkers(1, () => ({ kind: "start alone", limits }));
  const ask = async (command: Command, transfer?: ArrayBuffer[]) => (await workers.all(() => command, transfer))[0];
  return {
    threads: { count: 1, ...programsOf(workers), close: workers.close },
    access: {
      shared: false,
      maximum: limits.maximum,
      async grow(pages) {
        await ask({ kind: "grow", pages });
      },
      async write(at, bytes, fill) {
        const data = new ArrayBuffer(bytes);
        fill(data, 0);
        await ask({ kind: "write", at, data }, [data]);
      },
      read: async (at, bytes, take) => take((await ask({ kind: "read", at, bytes })) as ArrayBuffer, 0),
    },
  };
}

/** The calling thread alone: it blocks while it computes. */
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

interface Workers {
  /** Posts to every worker, or to the first `most`, and waits for all replies. */
  all(
    command: (thread: number) => Command,
    transfer?: ArrayBuffer[],
    most?: number,
  ): Promise<(ArrayBuffer | undefined)[]>;
  close(): Promise<void>;
}

/** Started workers, all of which end when one fails. */
async function openWorkers(count: number, start: (thread: number) => Command): Promise<Workers> {
  let waiting:
    | { for: number; replies: Reply[]; resolve: (replies: Reply[]) => void; reject: (error: Error) => void }
    | undefined;
  let broken: Error | undefined;
  const ports: WorkerPort[] = [];

  const close = async () => {
    broken ??= closedError();
    waiting?.reject(broken);
    waiting = undefined;
    await Promise.all(ports.map((port) => port.terminate()));
  };
  const fail = (thread: number, reason: string, cause?: unknown) => {
    broken ??= runError({
      where: `engine thread ${thread}`,
      expected: "to finish its work",
      received: reason,
      fix: "The other threads were stopped; open a new device, and report this if it happens again.",
      cause,
    });
    void close(); // the others would wait for the broken one for ever
  };
  const receive = (thread: number, reply: Reply) => {
    if (reply.kind === "failed") fail(thread, reply.message);
    else if (waiting !== undefined && waiting.replies.push(reply) === waiting.for) {
      for (const port of ports) port.busy(false);
      waiting.resolve(waiting.replies);
      waiting = undefined;
    }
  };
  const all: Workers["all"] = async (command, transfer, most = count) => {
    const replies = await new Promise<Reply[]>((resolve, reject) => {
      if (broken !== undefined) {
        reject(broken);
        return;
      }
      waiting = { for: most, replies: [], resolve, reject };
      ports.slice(0, most).forEach((port, thread) => {
        port.busy(true);
        port.post(command(thread), transfer);
      });
    });
    return replies.map((reply) => {
      if (reply.kind === "done") return reply.data;
      throw new Error(reply.message);
    });
  };

  try {
    for (let thread = 0; thread < count && broken === undefined; thread++)
      try {
        ports.push(
          await openWorker({
            reply: (reply) => receive(thread, reply),
            failure: (reason) => fail(thread, reason),
          }),
        );
      } catch (cause) {
        broken ??= runError({
          where: `engine thread ${thread}`,
          expected: "a worker that starts",
          received: errorText(cause),
          fix: "Allow workers, or compute on the calling thread: threads: 0.",
          cause,
        });
      }
    await all(start);
  } catch (error) {
    await close();
    throw error;
  }
  return { all, close };
}

function programsOf({ all }: Workers, count = 1): Pick<Threads, "load" | "run"> {
  return {
    async load(program, module) {
      await all(() => ({ kind: "load", program, module }));
    },
    async run(program, steps, threads = count) {
      await all(() => ({ kind: "run", program, steps, threads }), [], threads);
    },
  };
}
