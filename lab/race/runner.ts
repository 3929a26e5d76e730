import type { StudyRun } from "evenkeel";
import type { ArmName, FromWorker, RunRequest, Went } from "../protocol.ts";
import { Lane, type WorkerLike } from "./lane.ts";
import type { Progress } from "./until-of.ts";

/** What is told of the run under way, or of no run. */
export type Heard = (message: FromWorker, run: RunRequest | undefined) => void;

/** What one side trains: the run that is seen, then further seeds, one after another. */
export class Runner {
  readonly arm: ArmName;
  readonly lane: Lane;
  readonly #heard: Heard;
  #ids = 0;
  #under: { request: RunRequest; progress: Progress; until: number; still: boolean } | undefined;
  /** Runs that have ended, by their seeds. */
  readonly rows = new Map<number, StudyRun>();

  constructor(arm: ArmName, worker: WorkerLike, heard: Heard, failed: (message: string) => void) {
    this.arm = arm;
    this.#heard = heard;
    this.lane = new Lane(worker, (message) => this.#hear(message), failed);
  }

  /** How far the run under way is; undefined where none is. */
  get progress(): Progress | undefined {
    return this.#under?.progress;
  }

  begin(run: Omit<RunRequest, "id" | "arm">): void {
    const request = { ...run, id: ++this.#ids, arm: this.arm };
    const progress = { isFirst: run.looks !== undefined, step: 0, steps: undefined, perStep: undefined };
    this.#under = { request, progress, until: 0, still: false };
    this.lane.tell({ kind: "begin", run: request });
  }

  /** Lets the run under way go up to a step. */
  allow(until: number, still: boolean): void {
    const under = this.#under;
    if (under === undefined || (under.until === until && under.still === still)) return;
    Object.assign(under, { until, still });
    this.lane.tell({ kind: "pace", until, still });
  }

  /** Ends what is under way, and forgets what was. */
  stop(): void {
    this.rows.clear();
    if (this.#under !== undefined) this.lane.tell({ kind: "stop" });
    this.#under = undefined;
  }

  #hear(message: FromWorker): void {
    const under = this.#under;
    if ("id" in message) {
      if (under === undefined || message.id !== under.request.id) return; // of a run that was stopped
      const { progress, request } = under;
      if (message.kind === "begun") progress.steps = message.facts.epochs * message.facts.stepsPerEpoch;
      else if (message.kind === "went") advance(progress, message.went);
      else if (message.kind === "ended") this.rows.set(request.seed, message.run);
      if (message.kind === "ended" || message.kind === "failed") this.#under = undefined;
    }
    this.#heard(message, under?.request);
  }
}

/** The first step, in which code is made, tells nothing of how long others take. */
function advance(progress: Progress, { steps, seconds }: Went): void {
  const last = steps.at(-1);
  if (last === undefined) return;
  progress.step = last.step;
  const [from, to] = [seconds.at(-2), seconds.at(-1)];
  if (from !== undefined && to !== undefined) progress.perStep = to - from;
}
