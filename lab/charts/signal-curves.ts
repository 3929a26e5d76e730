import type { Signal } from "evenkeel";
import { Growing } from "./growing.ts";

export const SIGNAL_MEASURES = ["std", "dead", "saturated", "gradient", "update"] as const;
export type SignalMeasure = (typeof SIGNAL_MEASURES)[number];

/** What is recorded of one layer, as typed arrays over the same steps. Gaps are not a number. */
export type LayerCurves = Record<"step" | SignalMeasure, Growing>;

/** Which share of values is usual, where there is a rule of thumb. Dead and saturated: the doctor speaks from 0.9 and 0.5. */
export const USUAL: Record<SignalMeasure, readonly [number, number] | undefined> = {
  std: [0.3, 3],
  dead: [0, 0.5],
  saturated: [0, 0.5],
  gradient: undefined,
  update: [3e-4, 3e-3],
};

export function isLog(measure: SignalMeasure): boolean {
  return measure !== "dead" && measure !== "saturated";
}

/** What was recorded of the layers of a run, layer by layer in the order of the network. */
export class SignalCurves {
  #source: readonly Signal[] | undefined;
  #taken = 0;
  layers = new Map<string, LayerCurves>();

  /** Takes what came since the last time; from the beginning, if this is another run. */
  follow(signals: readonly Signal[] | undefined): this {
    if (signals !== this.#source) {
      this.#source = signals;
      this.#taken = 0;
      this.layers = new Map();
    }
    if (signals === undefined) return this;
    for (; this.#taken < signals.length; this.#taken++) this.#take(signals[this.#taken]);
    return this;
  }

  #take(signal: Signal): void {
    const curves = this.layers.get(signal.layer) ?? emptyCurves();
    this.layers.set(signal.layer, curves);
    curves.step.push(signal.step);
    curves.std.push(signal.std);
    curves.dead.push(signal.dead ?? Number.NaN);
    curves.saturated.push(signal.saturated ?? Number.NaN);
    curves.gradient.push(signal.gradientStd ?? Number.NaN);
    curves.update.push(updateRatio(signal) ?? Number.NaN);
  }
}

/** Of the kernel, where there is one; else the greatest of the layer. */
function updateRatio({ parameters = {} }: Signal): number | undefined {
  if (parameters.kernel !== undefined) return parameters.kernel.updateRatio;
  const ratios = Object.values(parameters).flatMap(({ updateRatio: ratio }) => ratio ?? []);
  return ratios.length === 0 ? undefined : Math.max(...ratios);
}

function emptyCurves(): LayerCurves {
  const names = ["step", ...SIGNAL_MEASURES] as const;
  return Object.fromEntries(names.map((name) => [name, new Growing()])) as LayerCurves;
}

/** The layers that report a measure, in order: a single one, the first, and the last are told apart in charts. */
export function layersWith({ layers }: SignalCurves, measure: SignalMeasure): [layer: string, curves: LayerCurves][] {
  return [...layers].filter(([layer, curves]) => layer !== "input" && hasValue(curves[measure]));
}

function hasValue({ values, length }: Growing): boolean {
  for (let i = 0; i < length; i++) if (Number.isFinite(values[i])) return true;
  return false;
}
