import { directAccess, type MemoryAccess, withLimits } from "./memory.ts";
import { openAlone, openInline, openThreads, type Threads } from "./threads.ts";
import { hasWorkers } from "./worker-port.ts";

/** Threads and the memory that they compute in. */
export interface Engine {
  threads: Threads;
  access: MemoryAccess;
  /** What kind of threads these are, for reports: "2 threads". */
  where: string;
}

/** As many threads as asked for, as far as the platform can: see `threads` of `DeviceOptions`. */
export async function openEngine(count: number): Promise<Engine> {
  const shares = typeof SharedArrayBuffer !== "undefined";
  if (count > 0 && hasWorkers() && !shares)
    return { ...(await withLimits(false, openAlone)), where: "1 thread without shared memory" };
  const shared = count > 0 && hasWorkers();
  const { memory, access } = await withLimits(shared, (limits) => {
    const memory = new WebAssembly.Memory(limits);
    return { memory, access: directAccess(memory, limits) };
  });
  const threads = shared ? await openThreads(memory, count) : openInline(memory);
  return { threads, access, where: threads.count === 1 ? "1 thread" : `${threads.count} threads` };
}
