import { upperFirst } from "../words/first-letter.ts";
import { counted } from "../words/number-words.ts";
import type { InitializationStudy } from "./initialization-study.ts";
import { activationFactor, activationTrend, gradientFactor, learned } from "./signal-trend.ts";

/** One sentence for each variant of the network: how signals change, and which schemes learn. */
export function conclusionsOf({ runs, chance, settings }: InitializationStudy): string[] {
  return [...new Set(runs.map(({ variant }) => variant))].map((variant) => {
    const own = runs.filter((run) => run.variant === variant);
    const trends = own.map((run) => `${run.scheme} ${activationTrend(run)} (×${shortFactor(activationFactor(run))})`);
    const gradients = own.map(gradientFactor);
    const [low, high] = [Math.min(...gradients), Math.max(...gradients)];
    const back = high / low < 1.1 ? ` Gradients going back: ×${shortFactor(low)} per layer for every scheme.` : "";
    const learners = own.filter((run) => learned(run, chance)).map(({ scheme }) => scheme);
    const who = learners.length === own.length ? "all" : learners.length === 0 ? "none" : learners.join(", ");
    return `${upperFirst(variant)}, activations from layer to layer: ${trends.join(", ")}.${back} Schemes that learned in ${counted(settings.epochs as number, "epoch")}: ${who}.`;
  });
}

/** That some networks were not trained, and why. */
export function interruptedNote({ runs, planned, broken }: InitializationStudy): string[] {
  const failures = broken.map((reason) => `Not trained: ${reason}`);
  if (runs.length + broken.length >= planned) return failures;
  return [`Interrupted: ${runs.length} of ${planned} networks were trained.`, ...failures];
}

/** Two digits: "0.71", "∞". */
export function shortFactor(factor: number): string {
  return Number.isFinite(factor) ? factor.toPrecision(2) : "∞";
}
