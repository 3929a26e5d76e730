import { type Study, studyFrom } from "evenkeel";
import type { RecipeJson } from "../experiment.ts";
import { isSmallData } from "../is-small-data.ts";
import { withoutData } from "../own-data/without-data.ts";
import type { Before, FromWorker, RunRequest, StudyRequest, ToWorker } from "../protocol.ts";
import { answer, type Seen } from "./answer.ts";
import { carryOut } from "./carry-out.ts";
import { Looks } from "./looks.ts";
import { NoAnswer, reasonOf } from "./no-answer.ts";
import { Pacer } from "./pacer.ts";
import { RecentData } from "./recent-data.ts";
import { warmUp } from "./warm-up.ts";

/** What a worker does, one run at a time; questions are answered meanwhile. */
export class Station {
  readonly #tell: (message: FromWorker) => void;
  readonly #data = new RecentData();
  #under: { pacer: Pacer; abort: AbortController; ended: Promise<void> } | undefined;
  #seen: Seen | undefined;

  constructor(tell: (message: FromWorker) => void) {
    this.#tell = tell;
  }

  /** Loads the engine, and computes something with it. */
  async open(): Promise<void> {
    this.#tell({ kind: "ready", engine: await warmUp() });
  }

  async hear(message: ToWorker): Promise<void> {
    if (message.kind === "begin") return this.#begin(message.run);
    if (message.kind === "pace") return this.#under?.pacer.allow(message.until, message.still);
    if (message.kind === "stop") return this.#stop();
    if (message.kind === "prepare") return this.#prepare(message);
    if (message.kind === "ping") return this.#tell({ kind: "pong" });
    const { question } = message;
    try {
      if (message.kind === "study") this.#tell({ kind: "study", question, study: await this.#study(message.of) });
      else if (message.kind === "before") this.#tell({ kind: "before", question, before: await this.#before(message) });
      else if (this.#seen === undefined) throw new NoAnswer("nothingTrained");
      else this.#tell(await answer(message, this.#seen));
    } catch (error) {
      this.#tell({ kind: "refused", question, reason: reasonOf(error) });
    }
  }

  /** A run that cannot be prepared says so when it begins. Large data are not drawn before somebody begins. */
  async #prepare({ recipe, data }: Extract<ToWorker, { kind: "prepare" }>): Promise<void> {
    if (data !== undefined || isSmallData(recipe)) await this.#data.of(recipe, data).catch(() => {});
  }

  async #begin(request: RunRequest): Promise<void> {
    const before = this.#stop();
    const abort = new AbortController();
    const pacer = new Pacer(request.looks === undefined ? "behind" : "seen");
    const { id, arm, recipe, seed } = request;
    const tell = (message: FromWorker) => {
      if (!abort.signal.aborted) this.#tell(message);
    };
    const carried = async () => {
      await before;
      const data = await this.#data.of(recipe, request.data);
      const looks = request.looks && new Looks(request.looks, data);
      if (looks !== undefined) await this.#see({ arm, recipe, seed, data, looks });
      const { run, row } = await carryOut(request, { data, pacer, signal: abort.signal, looks, tell });
      if (looks === undefined) await run.model.close();
      tell({ kind: "ended", id, run: row });
    };
    const ended = carried().catch((error) => tell({ kind: "failed", id, reason: reasonOf(error) }));
    this.#under = { pacer, abort, ended };
    await ended;
  }

  /** Another run is seen: what was kept of the one before is given up. */
  async #see(seen: Seen): Promise<void> {
    const before = this.#seen;
    this.#seen = seen;
    await before?.looks.close();
  }

  async #stop(): Promise<void> {
    const under = this.#under;
    this.#under = undefined;
    under?.abort.abort();
    await under?.ended;
  }

  /** A person looks at both sides: what data that were dropped lack is said of them as of others. */
  async #before({ recipe, data }: Extract<ToWorker, { kind: "before" }>): Promise<Before> {
    const { beforeTraining } = await import("./before-training.ts"); // while the first steps are taken
    return beforeTraining(data === undefined ? recipe : withoutData(recipe), await this.#data.of(recipe, data));
  }

  async #study({ base, variants, data, ...of }: StudyRequest): Promise<Study> {
    const given = Object.fromEntries(Object.entries(variants).map(([name, changes]) => [name, withoutNulls(changes)]));
    if (data === undefined)
      return studyFrom({ ...of, base, variants: given, load: (recipe) => this.#data.of({ ...recipe }, undefined) });
    const own = Object.fromEntries(Object.entries(given).map(([name, changes]) => [name, withoutData(changes)]));
    return studyFrom({ ...of, base: withoutData(base), variants: own, data: await this.#data.of(base, data) });
  }
}

/** A key that is null is taken out of what both sides share. */
function withoutNulls(changes: RecipeJson): RecipeJson {
  return Object.fromEntries(Object.entries(changes).map(([key, value]) => [key, value ?? undefined]));
}
