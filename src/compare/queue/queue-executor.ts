import * as v from "valibot";
import type { BackendName } from "../../backend/backend.ts";
import { type EngineFacts, engineFacts } from "../../backend/engine-facts.ts";
import { runError } from "../../errors.ts";
import { INTERRUPTED } from "../../train/run/failure-of.ts";
import type { TrainProgress } from "../../train/train-options.ts";
import type { Executor, RunJob } from "../executor.ts";
import { NOT_BEGUN } from "../run-outcome.ts";
import type { StudyRun } from "../study.ts";
import { demandRecipe } from "./demand-recipe.ts";
import { inTime } from "./in-time.ts";
import type { QueueLocation } from "./queue-address.ts";
import { type RunMessage, runId, runMessageOf } from "./run-message.ts";
import { openRunQueue, type RunQueue, type RunQueueListener, type RunState } from "./run-queue.ts";
import { readRefusal, runProgress, runResult } from "./run-result.ts";
import { workerWatch } from "./worker-watch.ts";

const WHERE = "compare: queue";
/** What BullMQ says of a run whose workers were lost again and again. */
const WORKERS_LOST = /stalled more than allowable/;
/** Milliseconds between two looks at runs of which nothing was heard, and at how many; and between two at the workers. */
const LOOK = 1_000;
const LOOKED_AT = 200;
const WORKERS = 5_000;
/** Milliseconds in which waiting runs are taken out of the queue. */
const TAKE_OUT = 5_000;

/** A run that a queue was asked for, and those who wait for it: variants that come to the same. */
interface Wanted {
  id: string;
  message: RunMessage;
  begun: boolean;
  waiting: Waiting[];
  /** Until the queue has it. */
  added?: Promise<RunState>;
}
interface Waiting {
  job: RunJob;
  onProgress: (progress: TrainProgress) => void;
  resolve(run: StudyRun): void;
  reject(error: Error): void;
}

/** Whom runs are wanted for. */
interface Host {
  backend: BackendName;
  signal: AbortSignal | undefined;
}

/** Opens the queue of a server for the runs of a study. @throws an error in words within seconds, if there is none. */
export async function queueExecutor(
  location: string | QueueLocation,
  host: Host,
  patience?: number,
): Promise<Executor> {
  const engine = await engineFacts(host.backend);
  const open = (listener: RunQueueListener) => openRunQueue(WHERE, location, engine, listener, patience);
  return executorOf(open, engine, host);
}

/**
 * Has runs carried out by the workers of a queue. The id of a run is made of all that its bits depend on. So it is in the
 * queue once, however often and by whomever it is asked for, and the same call finds its result there later.
 */
export async function executorOf(
  open: (listener: RunQueueListener) => Promise<RunQueue>,
  engine: EngineFacts,
  { backend, signal }: Host,
): Promise<Executor> {
  const wanted = new Map<string, Wanted>();
  const workers = new Set<string>();
  let most = 1;
  let failure: Error | undefined;

  const fail = (error: Error) => {
    failure ??= error;
    for (const { waiting } of wanted.values()) for (const { reject } of waiting) reject(failure);
  };
  const end = (one: Wanted, run: Omit<StudyRun, "variant" | "seed">) => {
    wanted.delete(one.id);
    for (const { job, resolve } of one.waiting) resolve({ ...run, variant: job.variant.name, seed: job.seed });
  };
  const begin = (one: Wanted) => {
    one.begun = true;
    most = Math.max(most, [...wanted.values()].filter(({ begun }) => begun).length);
  };
  const take = (one: Wanted, state: RunState) => {
    if (wanted.get(one.id) !== one) return; // it has ended
    if (state.state === "active") begin(one);
    else if (state.state === "completed") {
      const read = v.safeParse(runResult, state.value);
      if (!read.success) return fail(noRun(one, "a result that is none"));
      workers.add(read.output.worker);
      end(one, read.output.run);
    } else if (state.state === "failed") {
      if (!WORKERS_LOST.test(state.reason)) return fail(noRun(one, readRefusal(state.reason)));
      const failure = "the workers that had it were lost, one after another: they ended, or had no memory left";
      end(one, { history: [], seconds: 0, failure });
    }
  };
  const queue = await open({
    onState(id, state) {
      const one = wanted.get(id);
      if (one !== undefined) take(one, state);
    },
    onProgress(id, told) {
      const one = wanted.get(id);
      const read = v.safeParse(runProgress, told);
      if (one === undefined || !read.success) return;
      begin(one);
      for (const { onProgress } of one.waiting) onProgress(read.output);
    },
    onEnd: fail,
  });

  const ask = async (one: Wanted) => {
    one.added = queue.add(one.id, one.message);
    take(one, await one.added);
  };
  /** Of runs of which nothing was heard for long: events may be missed, and a server may lose what it had. */
  const look = async (one: Wanted) => {
    wanted.delete(one.id);
    wanted.set(one.id, one); // others are looked at first
    const state = await queue.look(one.id);
    if (state.state === "missing" && wanted.get(one.id) === one && failure === undefined) await ask(one);
    else take(one, state);
  };
  const watch = workerWatch(queue);
  const every = (milliseconds: number, work: () => Promise<void>) => {
    let busy = false;
    return setInterval(async () => {
      if (busy || failure !== undefined || !queue.isUp() || wanted.size === 0) return;
      busy = true;
      await work().catch((error: Error) => {
        if (queue.isUp()) fail(error);
      });
      busy = false;
    }, milliseconds);
  };
  const timers = [
    every(LOOK, async () => {
      await Promise.all([...wanted.values()].slice(0, LOOKED_AT).map(look));
    }),
    every(WORKERS, async () => watch(await queue.workers(), wanted.size)),
  ];
  /** Nobody wants them any more: those that wait are taken out. Others go on, and the same call finds their results. */
  const giveUp = async () => {
    const open = [...wanted.values()];
    await Promise.all(
      open.map(async (one) => {
        const isIn = one.added?.catch(() => {}) ?? Promise.resolve(); // what is taken out before it is in would be in for good
        const removed = inTime(
          isIn.then(() => queue.remove(one.id)),
          TAKE_OUT,
          "",
        ).catch(() => false);
        const outcome = (await removed) || !one.begun ? NOT_BEGUN : INTERRUPTED;
        if (wanted.get(one.id) === one) end(one, { history: [], seconds: 0, failure: outcome });
      }),
    );
  };
  const onAbort = () => void giveUp();
  signal?.addEventListener("abort", onAbort);

  return {
    atOnce: Number.POSITIVE_INFINITY,
    facts: () => ({ parallel: most, workers: workers.size }),
    async carryOut(job, onProgress) {
      demandRecipe(job.variant);
      const message = runMessageOf(job, engine, backend);
      const id = await runId(message);
      if (failure !== undefined) throw failure;
      if (signal?.aborted) {
        const { variant, seed } = job;
        return { variant: variant.name, seed, history: [], seconds: 0, failure: NOT_BEGUN };
      }
      return new Promise<StudyRun>((resolve, reject) => {
        const waiting = { job, onProgress, resolve, reject };
        const one = wanted.get(id);
        if (one !== undefined) {
          one.waiting.push(waiting);
          return;
        }
        const fresh = { id, message, begun: false, waiting: [waiting] };
        wanted.set(id, fresh);
        ask(fresh).catch(fail);
      });
    },
    async close() {
      for (const timer of timers) clearInterval(timer);
      signal?.removeEventListener("abort", onAbort);
      if (queue.isUp()) await giveUp();
      await queue.close();
    },
  };
}

function noRun({ message: { variant, seed } }: Wanted, received: string): Error {
  return runError({
    where: `${WHERE}: ${variant}, seed ${seed}`,
    expected: "a run that a worker carries out",
    received,
    fix: "What is finished is kept: mend it, and the same command goes on.",
  });
}
