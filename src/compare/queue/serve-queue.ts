import type { Job, Worker } from "bullmq";
import { engineFacts } from "../../backend/engine-facts.ts";
import { errorText } from "../../error-text.ts";
import { EvenkeelError, type EvenkeelError as Failure } from "../../errors.ts";
import { nodeModule } from "../../node-module.ts";
import { INTERRUPTED } from "../../train/run/failure-of.ts";
import { withWords } from "../../train/run/with-words.ts";
import type { TrainProgress } from "../../train/train-options.ts";
import { NOT_BEGUN } from "../run-outcome.ts";
import type { StudyRun } from "../study.ts";
import { carryOutMessage } from "./carry-out-message.ts";
import { inTime } from "./in-time.ts";
import { announce, BEAT, type Presence, withdraw } from "./presence.ts";
import { type QueueLocation, queueAddress } from "./queue-address.ts";
import { openLink } from "./queue-link.ts";
import { queuePackages } from "./queue-packages.ts";
import { RecentData } from "./recent-data.ts";
import { PREFIX, queueName, type RunMessage, readRunMessage } from "./run-message.ts";
import { type RunResult, refusalText } from "./run-result.ts";

/**
 * A run belongs to a worker for so long, and it says every few seconds that it is alive: much more often, since a run is
 * computed in part by the thread that says so. A worker that died is missed within LOCK + 2 LOOK milliseconds.
 */
const LOCK = 30_000;
const RENEW = 10_000;
const LOOK = 10_000;
/** Workers that may die of a run, until it is no longer given to others. */
const DEATHS = 3;
/** Milliseconds between two reports of a run under way. */
const REPORT = 2_000;
/** Results that are still known, should the server ask for such a run again: it lost the message, or the lock. */
const REMEMBERED = 100;

/** What a worker is started with. */
export interface ServeOptions {
  queue: string | QueueLocation;
  /** How many runs at a time, one thread each. */
  parallel: number;
  /** For downloaded data. */
  cache?: string;
  /** Ends it: runs under way are given back. */
  signal: AbortSignal;
  /** What it has to say, a line each. */
  tell(line: string): void;
  /** How long a server that was lost is waited for, in milliseconds. */
  patience?: number;
}

/** What a worker did. */
export interface Served {
  worker: string;
  done: number;
  failed: number;
  refused: number;
}

/**
 * Carries out runs that studies ask for, until it is ended.
 * @throws an error in words within seconds, if there is no server, or later if it was lost and did not come back.
 */
export async function serveQueue(options: ServeOptions): Promise<Served> {
  const { queue, parallel, signal, tell } = options;
  const where = "worker: queue";
  const address = queueAddress(where, queue);
  const packages = await queuePackages(where);
  const name = queueName(await engineFacts("wasm"));
  const { hostname } = await nodeModule("node:os");
  const presence: Presence = { worker: `${hostname()}-${process.pid}`, queue: name, parallel };
  const served: Served = { worker: presence.worker, done: 0, failed: 0, refused: 0 };
  let lost: Failure | undefined;
  let finish = () => {};
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const beat = () => announce(link.redis, presence).catch(() => {}); // it may be away
  const link = await openLink(
    where,
    address,
    packages,
    {
      onChange(isUp) {
        tell(
          isUp
            ? `${address.shown} is there again.`
            : `${address.shown} was lost, and is waited for. Runs under way go on.`,
        );
        if (isUp) void beat();
      },
      onEnd(error) {
        lost = error;
        finish();
      },
    },
    options.patience,
  );
  const carryOut = runsOf(served, options);
  const worker: Worker = new packages.bullmq.Worker(name, carryOut, {
    connection: link.connection,
    prefix: PREFIX,
    name: presence.worker,
    concurrency: parallel,
    lockDuration: LOCK,
    lockRenewTime: RENEW,
    stalledInterval: LOOK,
    maxStalledCount: DEATHS,
    autorun: false,
  });
  worker.on("error", ({ message }) => {
    if (link.isUp() && !EXPECTED.test(message)) tell(`A message could not be taken or answered: ${message}`);
  });
  await beat();
  const beats = setInterval(beat, BEAT);
  const running = worker.run();
  tell(`${presence.worker} waits for runs of ${name} at ${address.shown}, ${parallel} at a time.`);
  if (signal.aborted) finish();
  signal.addEventListener("abort", finish);
  await ended;
  clearInterval(beats);
  if (lost === undefined) await inTime(withdraw(link.redis, presence), 1_000, "").catch(() => {});
  await inTime(worker.close(lost !== undefined), 10_000, "").catch(() => worker.close(true));
  await inTime(running, 1_000, "").catch(() => {});
  link.close();
  if (lost !== undefined) throw lost;
  return served;
}

/** Nothing is lost by these: a run that was taken over by others is theirs, and a server that goes away is told of once. */
const EXPECTED = /Missing lock|could not renew lock|Connection is closed|ECONN|Missing key/;

/** What carries out the messages of a queue. */
function runsOf(served: Served, { signal, cache, tell }: ServeOptions) {
  const { worker } = served;
  const data = new RecentData({ signal, ...(cache !== undefined && { cache }) });
  /** Runs under way and done, by their ids: one that is asked for twice is carried out once. */
  const known = new Map<string, Promise<StudyRun>>();

  const run = (id: string, message: RunMessage, onProgress: (progress: TrainProgress) => void) => {
    const one = known.get(id) ?? carryOutMessage(message, data, { signal, onProgress });
    known.set(id, one);
    one.then(
      (ended) => isCutShort(ended) && known.delete(id),
      () => known.delete(id),
    );
    for (const oldest of known.keys()) if (known.size > REMEMBERED) known.delete(oldest);
    return one;
  };
  return async (job: Job, token?: string): Promise<RunResult> => {
    let what = `The message ${job.id}`;
    try {
      const message = readRunMessage(job.data);
      what = `${message.variant}, seed ${message.seed}`;
      const ended = await run(`${job.id}`, message, reporting(job));
      if (isCutShort(ended)) throw new Error(ended.failure);
      served[ended.failure === undefined ? "done" : "failed"]++;
      tell(`${what}: ${ended.failure ?? "done"}  ${ended.seconds.toFixed(1)} s`);
      return { worker, run: withWords(ended) as StudyRun };
    } catch (error) {
      if (signal.aborted) {
        await job.moveToWait(token);
        tell(`${what}: given back`);
        throw Object.assign(new Error("given back"), { name: "WaitingError" });
      }
      const message = errorText(error);
      served.refused++;
      tell(`${what}: refused: ${message}`);
      const words = error instanceof EvenkeelError ? message : `no message of evenkeel, or a bug: ${message}`;
      throw new Error(refusalText(worker, words));
    }
  };
}

/** Whether a run has no result because the worker was ended: it is for another one. */
function isCutShort({ failure }: StudyRun): boolean {
  return failure === INTERRUPTED || failure === NOT_BEGUN;
}

/** Tells how far a run is, now and then. */
function reporting(job: Job): (progress: TrainProgress) => void {
  let told = Number.NEGATIVE_INFINITY;
  return ({ last: _, ...progress }) => {
    if (performance.now() - told < REPORT) return;
    told = performance.now();
    job.updateProgress(withWords(progress) as object).catch(() => {}); // only for the eye
  };
}
