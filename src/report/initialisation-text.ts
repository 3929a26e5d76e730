import pc from "picocolors";
import type { InitialisationRun, InitialisationStudy } from "../compare/initialisation/initialisation-study.ts";
import {
  activationFactor,
  activationFate,
  conclusionsOf,
  gradientFactor,
  interruptedNote,
  learnt,
  shortFactor,
} from "../compare/initialisation/judge.ts";
import { ABSENT, duration, percent } from "./format.ts";

/** The study of first weights for the terminal: a table, and what becomes of signals in each form. */
export function initialisationText(study: InitialisationStudy, { color = false } = {}): string {
  const colors = pc.createColors(color);
  const { title, settings, runs, chance, environment, seconds } = study;
  const { depth, width, optimizer, learningRate, epochs, trainSize, seed } = settings;
  const heading = ["first weights", "activations", "", "gradients", "", `loss after ${epochs}`, "test"];
  const below = ["", `layer 1 → ${depth}`, "a layer", `${depth} → 1`, "a layer", "epochs", "accuracy"];
  const rows = runs.map((run) => cellsOf(run));
  const widths = heading.map((_, i) => Math.max(...[heading, below, ...rows].map((row) => row[i].length)));
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join("  ");
  const forms = [...new Set(runs.map(({ form }) => form))];
  return [
    colors.bold(title),
    ...interruptedNote(study),
    colors.dim(
      `width ${width}, ${optimizer} ${learningRate}, ${trainSize} drawn digits, seed ${seed}, ${duration(seconds)} (${environment.backend})`,
    ),
    "",
    "Standard deviations at the first step, and what the network learns; a network that knows nothing has the loss",
    `${chance.toFixed(3)}.`,
    "",
    colors.bold(line(heading)),
    colors.bold(line(below)),
    ...forms.flatMap((form) => [
      colors.dim(`── ${form} ${"─".repeat(Math.max(0, line(heading).length - form.length - 4))}`),
      ...runs.flatMap((run, i) => {
        if (run.form !== form) return [];
        return [learnt(run, chance) ? colors.green(line(rows[i])) : line(rows[i])];
      }),
    ]),
    "",
    colors.bold("What this shows, with one seed"),
    ...conclusionsOf(study).map((sentence) => `• ${sentence}`),
    "",
  ].join("\n");
}

function cellsOf(run: InitialisationRun): string[] {
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
