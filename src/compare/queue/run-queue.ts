import type { EngineFacts } from "../../backend/engine-facts.ts";
import { EvenkeelError } from "../../errors.ts";
import { sayOnce } from "../../say-once.ts";
import { inTime } from "./in-time.ts";
import { type Presence, presentWorkers } from "./presence.ts";
import { type QueueLocation, queueAddress } from "./queue-address.ts";
import { queueError } from "./queue-error.ts";
import { openLink } from "./queue-link.ts";
import { queuePackages } from "./queue-packages.ts";
import { PREFIX, queueName, type RunMessage } from "./run-message.ts";

/** Where a run in a queue stands. */
export type RunState =
  | { state: "missing" | "waiting" | "active" }
  | { state: "completed"; value: unknown }
  | { state: "failed"; reason: string };

/** The runs in a server, as the one who asks for them sees them. */
export interface RunQueue {
  /** Where it is, without secrets. */
  readonly shown: string;
  /** Its name in the server. */
  readonly name: string;
  /** Puts a run into it, unless it is there; one that failed before is asked for anew. */
  add(id: string, message: RunMessage): Promise<RunState>;
  look(id: string): Promise<RunState>;
  /** Takes out a run that waits. False if it has begun. */
  remove(id: string): Promise<boolean>;
  /** The workers of all queues in the server. */
  workers(): Promise<Presence[]>;
  /** Whether the server can be reached now. */
  isUp(): boolean;
  close(): Promise<void>;
}

/** What hears of the runs of a queue, those of others among them. */
export interface RunQueueListener {
  onProgress(id: string, told: unknown): void;
  onState(id: string, state: RunState): void;
  /** The queue is lost. */
  onEnd(error: EvenkeelError): void;
}

/** Ended runs stay so long (seconds), and so many of them: the same call finds them again. */
const KEPT = { age: 7 * 24 * 3600, count: 50_000 };
/** Milliseconds that taking leave of a server may take. */
const FAREWELL = 2_000;

/** Opens the queue of an engine. @throws an error in words within seconds, if there is no server. */
export async function openRunQueue(
  where: string,
  location: string | QueueLocation,
  engine: EngineFacts,
  listener: RunQueueListener,
  patience?: number,
): Promise<RunQueue> {
  const address = queueAddress(where, location);
  const packages = await queuePackages(where);
  const onChange = (isUp: boolean) => {
    const what = isUp ? "is there again." : "was lost, and is waited for. Workers go on with the runs that they have.";
    sayOnce([`${new Date().toLocaleTimeString("en")}: the server ${address.shown} ${what}`]);
  };
  const link = await openLink(where, address, packages, { onChange, onEnd: listener.onEnd }, patience);
  const name = queueName(engine);
  const options = { connection: link.connection, prefix: PREFIX };
  const queue = new packages.bullmq.Queue(name, options);
  const events = new packages.bullmq.QueueEvents(name, options);
  queue.on("error", () => {}); // the link tells what there is to tell
  events.on("error", () => {});
  events.on("active", ({ jobId }) => listener.onState(jobId, { state: "active" }));
  events.on("progress", ({ jobId, data }) => listener.onProgress(jobId, data));
  events.on("completed", ({ jobId, returnvalue }) =>
    listener.onState(jobId, { state: "completed", value: returnvalue }),
  );
  events.on("failed", ({ jobId, failedReason }) => listener.onState(jobId, { state: "failed", reason: failedReason }));

  const look = async (id: string): Promise<RunState> => {
    const job = await queue.getJob(id);
    if (job === undefined) return { state: "missing" };
    const state = await job.getState();
    if (state === "completed") return { state, value: (await queue.getJob(id))?.returnvalue };
    if (state === "failed") return { state, reason: (await queue.getJob(id))?.failedReason ?? "for no reason" };
    return { state: state === "active" ? state : state === "unknown" ? "missing" : "waiting" };
  };
  const put = (id: string, message: RunMessage) =>
    queue.add("run", message, { jobId: id, removeOnComplete: KEPT, removeOnFail: KEPT });
  const inWords = (error: Error) => {
    throw error instanceof EvenkeelError ? error : queueError(where, address, error.message);
  };
  const close = async () => {
    link.close();
    await inTime(Promise.all([events.close(), queue.close()]), FAREWELL, "").catch(() => {});
    for (const one of [events, queue]) await inTime(one.disconnect(), FAREWELL, "").catch(() => {});
  };
  await inTime(events.waitUntilReady(), 10_000, "no answer").catch(async (error: Error) => {
    await close();
    inWords(error);
  });
  return {
    shown: address.shown,
    name,
    add: (id, message) =>
      (async () => {
        await put(id, message);
        const found = await look(id);
        if (found.state !== "failed") return found;
        await queue.remove(id);
        await put(id, message);
        return look(id);
      })().catch(inWords),
    look,
    remove: async (id) => (await queue.remove(id)) === 1,
    workers: () => presentWorkers(link.redis),
    isUp: link.isUp,
    close,
  };
}
