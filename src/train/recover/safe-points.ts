import type { HostArray } from "../../backend/backend.ts";
import type { Weights } from "../../formats/weights.ts";
import type { TrainingSession } from "../step/session.ts";
import { type Place, takenAt } from "./place.ts";

/** A place whose weights, statistics and optimizer state are all finite, with a copy of them. */
export interface SafePoint {
  readonly place: Place;
  readonly state: Weights;
  /** Rows of signals that were recorded before it. */
  readonly signals: number;
}

/**
 * Copies of the training state at places to which a run may go back. A compiled step refuses a loss or gradient that is
 * not finite; that an *update* was not finite is seen here, when the state is read. What is done again from a safe point
 * has the same bits, so that it does not matter when they are made.
 */
export class SafePoints {
  readonly #session: TrainingSession;
  #latest: SafePoint;
  /** The latest one from which a step was taken since: its weights had a finite loss. */
  #before: SafePoint | undefined;

  private constructor(session: TrainingSession, first: SafePoint) {
    this.#session = session;
    this.#latest = first;
  }

  static async open(session: TrainingSession, place: Place): Promise<SafePoints> {
    const first = { place, state: await session.trainingState(), signals: session.signals.length };
    return new SafePoints(session, first);
  }

  get latest(): SafePoint {
    return this.#latest;
  }

  /** Makes a safe point of the place, unless something there is not finite. */
  async secure(place: Place): Promise<boolean> {
    const state = await this.#session.trainingState();
    if (!Object.values(state).every(allFinite)) return false;
    if (takenAt(place) > takenAt(this.#latest.place)) this.#before = this.#latest;
    this.#latest = { place, state, signals: this.#session.signals.length };
    return true;
  }

  /** Gives the latest safe point another place that has the same weights: the start of the next epoch. */
  rename(place: Place): void {
    this.#latest = { ...this.#latest, place };
  }

  /** Back to the latest safe point. */
  async goBack(): Promise<Place> {
    return this.#restore(this.#latest);
  }

  /** The weights of the latest safe point again, after one step from there that led to `place`: it changed nothing. */
  async undo(place: Place): Promise<void> {
    await this.#session.restore(this.#latest.state);
    this.#latest = { ...this.#latest, place, signals: this.#session.signals.length }; // what was recorded of it is kept
  }

  /**
   * Back to a safe point before the last step that was taken; undefined if none was taken since the run began or was
   * resumed.
   */
  async goBackBefore(place: Place): Promise<Place | undefined> {
    const since = takenAt(this.#latest.place) < takenAt(place) ? this.#latest : this.#before;
    return since === undefined ? undefined : this.#restore(since);
  }

  async #restore({ place, state, signals }: SafePoint): Promise<Place> {
    await this.#session.restore(state);
    this.#session.signals.length = signals;
    return place;
  }
}

/** 0 · x is 0, or not a number where x is not finite: one pass without a branch. */
function allFinite(numbers: HostArray): boolean {
  let sum = 0;
  for (let i = 0; i < numbers.length; i++) sum += 0 * numbers[i];
  return sum === 0;
}
