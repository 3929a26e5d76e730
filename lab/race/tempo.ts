import type { ArmName } from "../protocol.ts";
import { Allowance } from "./allowance.ts";
import { Hidden, type PageLike } from "./hidden.ts";
import { isUnderWay } from "./is-under-way.ts";
import { Later } from "./later.ts";
import type { RaceStatus } from "./race.ts";
import type { RaceSignals } from "./race-signals.ts";
import type { Runner } from "./runner.ts";
import { untilOf } from "./until-of.ts";

/** Milliseconds from one step to the next in slow motion. */
const SLOW = 500;

/** What is under way, whether it is paused or not. */
export type Phase = Exclude<RaceStatus, "paused">;

/** The race as it is at a moment. */
export interface Moment {
  phase: Phase;
  runners: Record<ArmName, Runner>;
  /** The step of the one ahead among the two that are seen. */
  furthest: number;
}

/** Lets both sides go on: freely, by single steps or slowly, and not while they are paused or the page is hidden. */
export class Tempo {
  readonly #signals: Pick<RaceSignals, "status" | "slow">;
  readonly #now: () => Moment;
  readonly #hidden: Hidden;
  #allowance = new Allowance();
  readonly #slowStep = new Later(SLOW, () => {
    this.#allowance.upTo(this.#now().furthest + 1);
    this.update();
  });

  constructor(signals: Pick<RaceSignals, "status" | "slow">, page: PageLike | undefined, now: () => Moment) {
    this.#signals = signals;
    this.#now = now;
    this.#hidden = new Hidden(page, () => this.update());
  }

  goOn(): void {
    this.#allowance.goOn(this.#now().furthest);
    this.update();
  }

  pause(): void {
    this.#allowance.pause(this.#now().furthest);
    this.update();
  }

  /** One step more of both; further seeds have none of their own. */
  step(): void {
    this.#allowance.step(this.#now().furthest);
    this.update();
  }

  setSlow(on: boolean): void {
    this.#signals.slow.value = on;
    this.#allowance.upTo(this.#now().furthest);
    this.#slowStep.callOff();
    this.update();
  }

  /** As at the beginning of a race, of which nothing is paused. */
  reset(): void {
    this.#allowance = new Allowance();
  }

  /** Takes no slow step any more. */
  halt(): void {
    this.#slowStep.callOff();
  }

  close(): void {
    this.#hidden.close();
  }

  /** Says how it stands, and how far both may go. */
  update(): void {
    const { status, slow } = this.#signals;
    const { phase, runners, furthest } = this.#now();
    const going = this.#allowance.going(furthest, { hidden: this.#hidden.now, slow: slow.value });
    status.value = going.held && isUnderWay(phase) ? "paused" : phase;
    const progress = { a: runners.a.progress, b: runners.b.progress };
    for (const arm of ["a", "b"] as const) {
      runners[arm].allow(untilOf(arm, progress, going), going.still);
      runners[arm].lane.watch(isUnderWay(phase) && !going.held);
    }
    if (!slow.value || going.held) return;
    // One step more, some time after both have taken the last one.
    const own = Object.values(progress).flatMap((each) => (each?.isFirst ? [each.step] : []));
    if (own.length > 0 && Math.min(...own) >= this.#allowance.limit) this.#slowStep.begin();
  }
}
