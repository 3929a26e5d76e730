import type { Weights } from "../../formats/weights.ts";
import type { Signal } from "../../signals/signal.ts";
import type { CallbackRunner } from "../callback-runner.ts";
import type { NonFinite } from "../non-finite/non-finite.ts";
import type { Training } from "../prepare/prepare-training.ts";
import type { Place } from "../recover/place.ts";
import type { History, Stopped, TestMeasures } from "./history.ts";

/** What a run ends with. */
export interface Ending {
  training: Training;
  callbacks: CallbackRunner;
  place: Place;
  history: History;
  signals: readonly Signal[];
  nonFinite: readonly NonFinite[];
  stopped: Stopped;
  /** All that training goes on from. */
  state: Weights;
  /** The weights of the model, unless a callback chose others. */
  weights: Weights;
  seconds: number;
  backend: string;
  relaxedSimd: boolean | undefined;
  winograd: boolean | undefined;
}

/** How it ended, and what was measured of it in the end; nothing without a test set. */
export interface Tested {
  ending: Ending;
  test: TestMeasures | undefined;
}
