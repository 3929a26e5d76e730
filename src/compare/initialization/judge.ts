import type { InitializationRun, InitializationStudy } from "./initialization-study.ts";

/** By what a deviation is multiplied at each layer, from the first value to the last: their ratio's root. */
export function factorPerLayer(deviations: readonly number[]): number {
  const [first, last] = [deviations[0], deviations.at(-1) as number];
  return deviations.length < 2 ? 1 : (last / first) ** (1 / (deviations.length - 1));
}

/** What such a factor does to a deep network. */
export function fateOf(factor: number): "explodes" | "grows" | "holds" | "fades" | "vanishes" {
  if (!(factor < 1.5)) return "explodes";
  if (factor > 1.1) return "grows";
  if (factor >= 0.9) return "holds";
  return factor >= 0.6 ? "fades" : "vanishes"; // 0.71 for Glorot's law under ReLU
}

export function activationFactor({ layers }: InitializationRun): number {
  return factorPerLayer(layers.map(({ deviation }) => deviation));
}

/** The fate of a network's activations; those of a tanh at its ends cannot grow, but let little back. */
export function activationFate(run: InitializationRun): string {
  return (run.saturated ?? 0) > 0.3 ? "saturates" : fateOf(activationFactor(run));
}

/** Of gradients on their way back: from the last layer to the first. */
export function gradientFactor({ layers }: InitializationRun): number {
  return factorPerLayer(layers.map(({ gradientDeviation }) => gradientDeviation).reverse());
}

/** Whether a run learned anything: it is right at least twice as often as a guess. */
export function learned({ accuracy = 0 }: InitializationRun, chance: number): boolean {
  return accuracy >= 2 * Math.exp(-chance); // chance: ln(classes)
}

/** That not all networks were trained, if so. */
export function interruptedNote({ runs, planned, broken }: InitializationStudy): string[] {
  const failures = broken.map((reason) => `Not trained: ${reason}`);
  if (runs.length + broken.length >= planned) return failures;
  return [`Interrupted: ${runs.length} of ${planned} networks were trained.`, ...failures];
}

/** One sentence for each form: what becomes of signals, and which laws learn. */
export function conclusionsOf({ runs, chance, settings }: InitializationStudy): string[] {
  return [...new Set(runs.map(({ form }) => form))].map((form) => {
    const own = runs.filter((run) => run.form === form);
    const fates = own.map((run) => {
      return `${run.law} ${activationFate(run)} (×${shortFactor(activationFactor(run))})`;
    });
    const gradients = own.map(gradientFactor);
    const [low, high] = [Math.min(...gradients), Math.max(...gradients)];
    const alike = high / low < 1.1;
    const back = alike ? ` Gradients on their way back: ×${shortFactor(low)} a layer whatever the law.` : "";
    const learners = own.filter((run) => learned(run, chance)).map(({ law }) => law);
    const who = learners.length === own.length ? "all" : learners.length === 0 ? "none" : learners.join(", ");
    return `${capital(form)}, activations from layer to layer: ${fates.join(", ")}.${back} Learned within ${settings.epochs} epochs: ${who}.`;
  });
}

export function shortFactor(factor: number): string {
  return Number.isFinite(factor) ? factor.toPrecision(2) : "∞";
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
