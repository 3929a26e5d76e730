import { batch } from "@preact/signals";
import type { Pair } from "../chapters/chapter.ts";
import { errorText } from "../error-text.ts";
import { recipeOf, seedsOf } from "../experiment.ts";
import type { ArmName, FromWorker, RunRequest } from "../protocol.ts";
import { texts } from "../texts/language.ts";
import { withEpoch } from "./epochs-behind.ts";
import type { PageLike } from "./hidden.ts";
import { isUnderWay } from "./is-under-way.ts";
import type { WorkerLike } from "./lane.ts";
import { LOOKS } from "./looks.ts";
import { pairsOf } from "./pairs-of.ts";
import { clearSignals, type RaceSignals } from "./race-signals.ts";
import { reasonText } from "./reason-text.ts";
import { RunRecord } from "./run-record.ts";
import type { Runner } from "./runner.ts";
import { runnersOf } from "./runners-of.ts";
import { Seldom } from "./seldom.ts";
import { studyRequest } from "./study-request.ts";
import { type Phase, Tempo } from "./tempo.ts";
import { variantsOf } from "./variants-of.ts";

const ARMS = ["a", "b"] as const;
/** Seconds of training after which data and structure are examined; of shorter runs after the race, since a side stands meanwhile. */
const QUIET = 3;
/** Milliseconds from one picture of the runs to the next: two workers tell of more than a page can draw beside them. */
const SHOW = 120;

/** Conducts two workers through the seeds of an experiment, and keeps its signals. */
export class Conductor {
  readonly #signals: RaceSignals;
  readonly #spawn: () => WorkerLike;
  readonly tempo: Tempo;
  #runners: Record<ArmName, Runner>;
  #records: Partial<Record<ArmName, RunRecord>> = {};
  #behind: RaceSignals["behind"]["value"] = [];
  readonly #show = new Seldom(SHOW, () => this.#showRuns());
  #phase: Phase = "idle";
  /** Counts races: what is answered to an earlier one is dropped. */
  #race = 0;

  constructor(signals: RaceSignals, spawn: () => WorkerLike, page: PageLike | undefined) {
    this.#signals = signals;
    this.#spawn = spawn;
    this.#runners = this.#started();
    this.tempo = new Tempo(signals, page, () => ({
      phase: this.#phase,
      runners: this.#runners,
      furthest: Math.max(...ARMS.map((arm) => this.#records[arm]?.steps.at(-1)?.step ?? 0)),
    }));
  }

  get isUnderWay(): boolean {
    return isUnderWay(this.#phase);
  }

  lane(arm: ArmName) {
    return this.#runners[arm].lane;
  }

  /** Makes the data of an experiment ready, before somebody waits for them. */
  prepare(): void {
    for (const arm of ARMS)
      this.lane(arm).tell({ kind: "prepare", recipe: recipeOf(this.#signals.experiment.value, arm), ...this.#own });
  }

  /** From the beginning; what was before is forgotten. */
  begin(): void {
    this.clear();
    this.#phase = "preparing";
    for (const arm of ARMS) this.#begin(arm, this.#signals.experiment.value.seed);
    this.tempo.update();
  }

  /** More seeds or fewer, of the same experiment; or the same in another language. */
  reseed(): void {
    if (this.#phase !== "following" && this.#phase !== "ended") return;
    this.#phase = "following";
    for (const arm of ARMS) this.#next(arm);
    this.#paired(true);
    this.tempo.update();
  }

  /** Ends what is under way, and forgets what was trained. New workers take the place of broken ones. */
  clear(): void {
    const wasBroken = this.#phase === "failed";
    this.#halt();
    this.#records = {};
    this.#behind = [];
    this.#phase = "idle";
    this.tempo.reset();
    if (wasBroken) {
      for (const arm of ARMS) this.lane(arm).close();
      this.#runners = this.#started();
    }
    batch(() => {
      clearSignals(this.#signals);
      this.tempo.update();
    });
  }

  close(): void {
    this.#halt();
    this.tempo.close();
    for (const arm of ARMS) this.lane(arm).close();
  }

  #started(): Record<ArmName, Runner> {
    return runnersOf(
      this.#spawn,
      (arm, message, run) => batch(() => this.#hear(arm, message, run)),
      (arm, message) => this.#fail(arm, message),
    );
  }

  get #own() {
    const data = this.#signals.data.value;
    return data === undefined ? {} : { data };
  }

  #begin(arm: ArmName, seed: number): void {
    const { experiment } = this.#signals;
    const isFirst = seed === experiment.value.seed;
    if (isFirst) {
      this.#records[arm] = new RunRecord(arm, seed);
      this.#showRuns();
    } else this.#behind = [...this.#behind, { arm, seed, epochs: [] }];
    const looks = isFirst ? LOOKS : undefined;
    const { backend } = experiment.value;
    const variant = variantsOf(experiment.value).names[arm];
    const around = { ...(backend !== undefined && { backend }), ...this.#own };
    this.#runners[arm].begin({ variant, recipe: recipeOf(experiment.value, arm), seed, looks, ...around });
  }

  /** The next seed of a side that has nothing to do. */
  #next(arm: ArmName): void {
    const { rows, progress } = this.#runners[arm];
    const next = seedsOf(this.#signals.experiment.value).find((seed) => !rows.has(seed));
    if (next !== undefined && progress === undefined) this.#begin(arm, next);
  }

  #hear(arm: ArmName, message: FromWorker, run: RunRequest | undefined): void {
    if (message.kind === "ready") this.#signals.engine.value = message.engine;
    if (run === undefined) return;
    if (run.looks !== undefined) this.#records[arm]?.hear(message);
    else if (message.kind === "epoch") this.#behind = withEpoch(this.#behind, run, message.epoch);
    if (message.kind === "went" || message.kind === "epoch") this.#show.soon();
    else this.#show.now();
    if (message.kind === "failed") this.#fail(arm, reasonText(message.reason));
    if (message.kind === "begun" && message.facts.test === 0) this.#fail(arm, texts().race.noTest);
    if (message.kind === "went" && this.#phase === "preparing") this.#phase = "running";
    if (message.kind === "ended") {
      this.#next(arm);
      this.#paired(false);
    }
    if (message.kind === "went" && Number(message.went.seconds.at(-1)) > QUIET) void this.#examine(arm);
    this.tempo.update();
  }

  /** Asks once for each side what is found without training. */
  async #examine(arm: ArmName): Promise<void> {
    const record = this.#records[arm];
    if (record === undefined || record.isExamined) return;
    record.isExamined = true;
    const recipe = recipeOf(this.#signals.experiment.value, arm);
    try {
      record.before = (await this.lane(arm).ask({ kind: "before", recipe, ...this.#own })).before;
    } catch (error) {
      record.before = { refused: errorText(error) };
    }
    if (this.#records[arm] === record) this.#showRuns();
  }

  /** What views draw of the runs, as they are now. */
  #showRuns(): void {
    batch(() => {
      for (const arm of ARMS) this.#signals[arm].value = this.#records[arm]?.state();
      this.#signals.behind.value = this.#behind;
    });
  }

  /** Collects seeds whose two runs have ended, and asks what they show. */
  #paired(again: boolean): void {
    const { pairs } = this.#signals;
    const done = pairsOf(this.#runners, seedsOf(this.#signals.experiment.value));
    if (done.length === 0 || (done.length === pairs.value.length && !again)) return;
    this.#phase = "following";
    pairs.value = done;
    void this.#concluded(done);
  }

  /** What `compare` says of the pairs. With the last one the race has ended. */
  async #concluded(done: readonly Pair[]): Promise<void> {
    const race = this.#race;
    const computedBy = this.#records.a?.computedBy;
    const around = { ...(computedBy !== undefined && { computedBy }), ...this.#own };
    const of = studyRequest(this.#signals.experiment.value, done, around);
    try {
      const { study } = await this.lane("b").ask({ kind: "study", of });
      if (race !== this.#race) return;
      this.#signals.study.value = study;
      if (this.#signals.pairs.value !== done || done.length < seedsOf(this.#signals.experiment.value).length) return;
      this.#phase = "ended";
      this.tempo.update();
      for (const arm of ARMS) void this.#examine(arm);
    } catch (error) {
      if (race === this.#race) this.#fail("b", errorText(error));
    }
  }

  /** Nothing comes of it: a side says why, and both end. */
  #fail(arm: ArmName, message: string): void {
    this.#halt();
    this.#phase = "failed";
    this.#records[arm] ??= new RunRecord(arm, this.#signals.experiment.value.seed);
    this.#records[arm].message = message;
    batch(() => {
      this.#showRuns();
      this.tempo.update();
    });
  }

  /** Ends what is under way. */
  #halt(): void {
    this.#race++;
    this.tempo.halt();
    this.#show.callOff();
    for (const arm of ARMS) this.#runners[arm].stop();
  }
}
