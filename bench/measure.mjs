// Times every workload on every runner, in rounds over the runners, so that whatever slows the machine slows all of them.
import { summary } from "./statistics.mjs";

/** Before it is timed, a runner works for this long, so that its code is compiled and its clock is up, in ms. */
const WARM_UP = 400;
/** A runner that takes longer for one repetition gets a single round, in ms. */
const SLOW = 3000;

export class Measurement {
  /** What each runner says of itself. */
  descriptions = new Map();
  /** What could not be run, and why: { what, reason }. */
  failures = [];
  #runners;
  #options;
  #children = new Map();
  /** Runners of one fixed workload, once they are prepared. */
  #fixed = new Map();

  /** `sample`: ms that one sample takes about; `limit`: seconds for one answer. */
  constructor(runners, options) {
    this.#runners = runners;
    this.#options = options;
  }

  /** { workload, results: [{ runner, samples, median, minimum, spread }] } */
  async of(workload) {
    const { rounds } = this.#options;
    const ready = [];
    for (const runner of this.#runners.filter((one) => one.takes(workload))) {
      const prepared = await this.#prepared(runner, workload);
      if (prepared !== undefined) ready.push(prepared);
    }
    for (let round = 0; round < rounds; round++)
      for (const one of ready) if (!one.finished) await this.#sample(one, workload);
    for (const { child, runner } of ready)
      if (child.ended === undefined && runner.fixed === undefined) await child.ask({ ask: "release" }, 10);
    const results = ready
      .filter(({ samples }) => samples.length > 0)
      .map(({ runner, samples, loss }) => ({
        runner,
        samples,
        ...summary(samples),
        ...(loss === undefined ? {} : { loss }),
      }));
    return { workload, results };
  }

  close() {
    for (const child of this.#children.values()) child?.close();
  }

  /** Prepares and warms a runner up. */
  async #prepared(runner, workload) {
    const child = await this.#child(runner);
    if (child === undefined) return undefined;
    const before = this.#fixed.get(runner.id);
    if (before?.child === child) return { ...before, samples: [] };
    const { limit, sample } = this.#options;
    try {
      await child.ask({ ask: "prepare", workload: runner.fixed ?? workload }, limit);
      let { milliseconds, loss } = await child.ask({ ask: "time", repeats: 1 }, limit);
      if (milliseconds > SLOW) {
        // The first repetition may contain compilation, so the second counts, if there is time for it.
        if (milliseconds < (limit * 1000) / 2)
          ({ milliseconds, loss } = await child.ask({ ask: "time", repeats: 1 }, limit));
        return { runner, child, samples: [milliseconds], loss: loss ?? undefined, finished: true };
      }
      let repeats = 1;
      for (let worked = 0; worked < WARM_UP; worked += milliseconds * repeats) {
        repeats = Math.max(1, Math.min(2 * repeats, Math.round(sample / milliseconds)));
        ({ milliseconds } = await child.ask({ ask: "time", repeats }, limit));
      }
      const ready = { runner, child, samples: [], repeats: Math.max(1, Math.round(sample / milliseconds)) };
      if (runner.fixed !== undefined) this.#fixed.set(runner.id, ready);
      return ready;
    } catch (error) {
      this.#fail(runner, workload, error);
      return undefined;
    }
  }

  async #sample(one, workload) {
    try {
      const { milliseconds, loss } = await one.child.ask({ ask: "time", repeats: one.repeats }, this.#options.limit);
      one.samples.push(milliseconds);
      one.loss = loss ?? undefined;
    } catch (error) {
      one.finished = true;
      this.#fail(one.runner, workload, error);
    }
  }

  /** The runner's process; a new one where the last has ended, none where it cannot be started. */
  async #child(runner) {
    const known = this.#children.get(runner.id);
    if (this.#children.has(runner.id) && known?.ended === undefined) return known;
    let child;
    try {
      child = runner.start();
      this.descriptions.set(runner.id, await child.ask({ ask: "describe" }, this.#options.limit));
    } catch (error) {
      child = undefined;
      this.failures.push({ what: runner.title, reason: reasonOf(error) });
    }
    this.#children.set(runner.id, child);
    return child;
  }

  #fail(runner, workload, error) {
    this.failures.push({ what: `${runner.title}: ${workload.title}`, reason: reasonOf(error) });
  }
}

/** @param {unknown} error */
function reasonOf(error) {
  return error instanceof Error ? error.message : String(error);
}
