import pc from "picocolors";
import type { InitializationRun, InitializationStudy } from "../../compare/initialization/initialization-study.ts";
import {
  activationFactor,
  activationFate,
  conclusionsOf,
  gradientFactor,
  interruptedNote,
  learned,
  shortFactor,
} from "../../compare/initialization/judge.ts";
import { duration } from "../../train/progress/duration.ts";
import { ABSENT, percent } from "../words/format.ts";
import { hanging, wrap } from "../words/wrap.ts";

/** The study of initial weights for the terminal: a table, and what becomes of signals in each form. */
export function initializationText(study: InitializationStudy, { color = false, width: columns = 100 } = {}): string {
  const colors = pc.createColors(color);
  const { title, settings, runs, chance, environment, seconds } = study;
  const { depth, width, optimizer, learningRate, epochs, trainSize, seed } = settings;
  const heading = ["initial weights", "activations", "", "gradients", "", `loss after ${epochs}`, "test"];
  const below = ["", `layer 1 → ${depth}`, "a layer", `${depth} → 1`, "a layer", "epochs", "accuracy"];
  const rows = runs.map((run) => cellsOf(run));
  const widths = heading.map((_, i) => Math.max(...[heading, below, ...rows].map((row) => row[i].length)));
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join("  ");
  const fits = line(heading).length <= columns;
  /** In place of a row, where a table has no room. */
  const block = ([law, activations, a, gradients, b, loss, test]: readonly string[]) => [
    law,
    ...wrap(`activations ${activations}, ${a} a layer; gradients ${gradients}, ${b} a layer`, columns - 2).map(
      (l) => `  ${l}`,
    ),
    ...wrap(`loss ${loss}, test accuracy ${test}`, columns - 2).map((l) => `  ${l}`),
  ];
  const forms = [...new Set(runs.map(({ form }) => form))];
  return [
    ...wrap(title, columns).map(colors.bold),
    ...interruptedNote(study).flatMap((note) => wrap(note, columns)),
    ...wrap(
      `width ${width}, ${optimizer} ${learningRate}, ${trainSize} drawn digits, seed ${seed}, ${duration(seconds)} (${environment.backend})`,
      columns,
    ).map(colors.dim),
    "",
    ...wrap(
      `Standard deviations at the first step, and what the network learns; a network that knows nothing has the loss ${chance.toFixed(3)}.`,
      columns,
    ),
    "",
    ...(fits ? [line(heading), line(below)].map(colors.bold) : []),
    ...forms.flatMap((form) => [
      colors.dim(`── ${form} ${"─".repeat(Math.max(0, Math.min(columns, line(heading).length) - form.length - 4))}`),
      ...runs.flatMap((run, i) => {
        if (run.form !== form) return [];
        const own = fits ? [line(rows[i])] : block(rows[i]);
        return learned(run, chance) ? own.map(colors.green) : own;
      }),
    ]),
    "",
    colors.bold("What this shows, with one seed"),
    ...conclusionsOf(study).flatMap((sentence) => hanging("• ", sentence, columns)),
    "",
  ].join("\n");
}

function cellsOf(run: InitializationRun): string[] {
  const { law, layers, losses, accuracy, failure } = run;
  const [first, last] = [layers[0], layers.at(-1) as (typeof layers)[number]];
  return [
    law,
    `${deviation(first.deviation)} → ${deviation(last.deviation)}`,
    `×${shortFactor(activationFactor(run))} ${activationFate(run)}`,
    `${deviation(last.gradientDeviation)} → ${deviation(first.gradientDeviation)}`,
    `×${shortFactor(gradientFactor(run))}`,
    failure === undefined ? (losses.at(-1)?.toFixed(3) ?? ABSENT) : "diverged",
    accuracy === undefined ? ABSENT : percent(accuracy),
  ];
}

/** Two digits: 0.58, 7.5e-15. */
export function deviation(value: number): string {
  if (!Number.isFinite(value)) return "∞";
  return value !== 0 && (value < 0.01 || value >= 1000)
    ? value.toExponential(1).replace("e+", "e")
    : value.toPrecision(2);
}
