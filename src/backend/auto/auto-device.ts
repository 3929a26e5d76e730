import { EvenkeelError } from "../../errors.ts";
import type { Storage } from "../../graph/primitives.ts";
import type { Program } from "../../graph/program.ts";
import type { Shape } from "../../graph/shape.ts";
import type { Device, Executable, Feed, Fetched, HostArray } from "../backend.ts";
import { disagreement } from "./disagreement.ts";
import { Patience } from "./patience.ts";
import { Trial } from "./trial.ts";

/** Steps of a call that are taken at a time while it is not known which device is faster. */
const PART = 8;

/** Milliseconds that the second device may hold up the first in all, beyond what that takes for the same. */
export const HELD_UP = 20_000;

/** A device with what was compiled for it, program by program. */
interface Runner {
  device: Device;
  executables: Executable[];
}

/**
 * Two devices that do the same, until it is known which is faster; from then on that one alone. While both compute, each has
 * its own variables, so what goes on has the bits of a run that was on that device from the beginning. Results come from the
 * first, which is also what is left where the second, on trial, fails, does not answer, or finds other numbers.
 */
export class AutoDevice implements Device {
  #runners: readonly Runner[];
  #why: string;
  #programs = 0;
  /** Settles when all earlier calls are done. */
  #last: Promise<unknown> = Promise.resolve();
  readonly #now: () => number;
  readonly #patience: Patience;

  /** @param why the second is not asked, or not yet. */
  constructor(
    devices: readonly [first: Device, second?: Device],
    why: string,
    { now = () => performance.now(), heldUp = HELD_UP } = {},
  ) {
    this.#runners = devices.filter((device) => device !== undefined).map((device) => ({ device, executables: [] }));
    this.#why = why;
    this.#now = now;
    this.#patience = new Patience(heldUp, now);
  }

  get description(): string {
    return `${this.#name(0)} (auto: ${this.#why})`;
  }

  get free(): number {
    return this.#runners[0].device.free; // a second one that has less is left out when it is asked for more
  }

  create(name: string, shape: Shape, storage: Storage, data?: ArrayLike<number>): Promise<void> {
    return this.#next(() => this.#each(({ device }) => device.create(name, shape, storage, data)));
  }

  write(name: string, data: ArrayLike<number>): Promise<void> {
    return this.#next(() => this.#each(({ device }) => device.write(name, data)));
  }

  read(name: string): Promise<HostArray> {
    return this.#next(() => this.#runners[0].device.read(name));
  }

  readAll(names: readonly string[]): Promise<HostArray[]> {
    return this.#next(() => this.#runners[0].device.readAll(names));
  }

  compile(program: Program): Promise<Executable> {
    return this.#next(async () => {
      const number = this.#programs++;
      await this.#each(async ({ device, executables }) => {
        executables[number] = await device.compile(program);
      });
      const trial = new Trial();
      return {
        run: (feeds) => this.#next(() => this.#inParts(number, trial, feeds)),
        explain: () => this.#runners[0].executables[number].explain(),
      };
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#runners.map(({ device }) => device.close()));
  }

  /** All steps; while both compute, a few at a time, so that one long call does not go on twice. */
  async #inParts(program: number, trial: Trial, feeds: readonly Feed[]): Promise<Fetched[]> {
    const results: Fetched[] = [];
    while (results.length < feeds.length) {
      const most = this.#runners.length === 1 ? feeds.length : trial.isNew ? 1 : PART;
      results.push(...(await this.#run(program, trial, feeds.slice(results.length, results.length + most))));
    }
    return results;
  }

  async #run(program: number, trial: Trial, feeds: readonly Feed[]): Promise<Fetched[]> {
    const ran: { results: Fetched[]; time: number }[] = [];
    await this.#each(async ({ executables }) => {
      const begun = this.#now();
      const results = await executables[program].run(feeds);
      ran.push({ results, time: this.#now() - begun });
    });
    const [{ results }, other] = ran;
    if (other === undefined) return results;
    const differs = results
      .map((step, i) => disagreement(step, other.results[i], trial.isNew && i === 0))
      .find((name) => name !== undefined);
    trial.add(
      feeds.length,
      ran.map(({ time }) => time),
    );
    if (differs !== undefined) await this.#goOnWith(0, `${this.#name(1)} found other numbers of "${differs}"`);
    else if (trial.times !== undefined) await this.#choose(trial.times);
    return results;
  }

  /** Goes on with the faster one. */
  async #choose([first, second]: readonly number[]): Promise<void> {
    const faster = second < first ? 1 : 0;
    const [least, most] = [Math.min(first, second), Math.max(first, second)].map(
      (ms) => `${Number(ms.toPrecision(2))} ms`,
    );
    await this.#goOnWith(faster, `a step takes ${least}, on ${this.#name(1 - faster)} ${most}`);
  }

  async #goOnWith(number: number, why: string): Promise<void> {
    const other = this.#runners[1 - number];
    this.#runners = [this.#runners[number]];
    this.#why = why;
    await other.device.close();
  }

  #name(number: number): string {
    return this.#runners[number].device.description;
  }

  /**
   * The same on each, one after another. The one on trial is left out if it fails, unless what was asked for is a mistake, and
   * if it is late: what it does then is not waited for.
   */
  async #each(work: (runner: Runner) => Promise<void>): Promise<void> {
    const [first, second] = this.#runners;
    const begun = this.#now();
    await work(first);
    if (second === undefined) return;
    try {
      await this.#patience.of(() => work(second), this.#now() - begun);
    } catch (error) {
      if (error instanceof EvenkeelError && error.kind === "usage") throw error;
      const said = error instanceof EvenkeelError ? error.facts.received : String(error);
      this.#runners = [first];
      this.#why = `${second.device.description} failed: ${said}`;
      second.device.close().catch(() => {}); // one that does not answer may not answer to this either
    }
  }

  /** Runs `work` after all earlier calls. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }
}
