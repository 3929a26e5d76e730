import pc from "picocolors";
import { conclusionsOf, interruptedNote, shortFactor } from "../../compare/initialization/conclusions.ts";
import type { InitializationRun } from "../../compare/initialization/initialization-run.ts";
import type { InitializationStudy } from "../../compare/initialization/initialization-study.ts";
import {
  activationFactor,
  activationTrend,
  gradientFactor,
  learned,
} from "../../compare/initialization/signal-trend.ts";
import { duration } from "../../train/progress/duration.ts";
import { aligned } from "../words/aligned.ts";
import { ABSENT, percent } from "../words/format.ts";
import { hanging, wrap } from "../words/wrap.ts";
import { showStd } from "./show-std.ts";

/** The study of initial weights for the terminal: a table, and how signals change in each variant of the network. */
export function initializationText(study: InitializationStudy, { color = false, width: columns = 100 } = {}): string {
  const colors = pc.createColors(color);
  const { title, settings, runs, chance, environment, seconds } = study;
  const { depth, width, optimizer, learningRate, epochs, trainSize, seed } = settings;
  const heading = ["initial weights", "activations", "", "gradients", "", `loss after ${epochs}`, "test"];
  const below = ["", `layer 1 → ${depth}`, "a layer", `${depth} → 1`, "a layer", "epochs", "accuracy"];
  const rows = runs.map(cellsOf);
  const [head, under, ...lines] = aligned([heading, below, ...rows]);
  const fits = head.length <= columns;
  const ruled = Math.min(columns, head.length);
  const variants = [...new Set(runs.map(({ variant }) => variant))];
  return [
    ...wrap(title, columns).map(colors.bold),
    ...interruptedNote(study).flatMap((note) => wrap(note, columns)),
    ...wrap(
      `width ${width}, ${optimizer} ${learningRate}, ${trainSize} drawn digits, seed ${seed}, ${duration(seconds)} (${environment.backend})`,
      columns,
    ).map(colors.dim),
    "",
    ...wrap(
      `Standard deviations at the first step, and what the networks learn. A network that has learned nothing has a loss of ${chance.toFixed(3)}.`,
      columns,
    ),
    "",
    ...(fits ? [head, under].map(colors.bold) : []),
    ...variants.flatMap((variant) => [
      colors.dim(`── ${variant} ${"─".repeat(Math.max(0, ruled - variant.length - 4))}`),
      ...runs.flatMap((run, i) => {
        if (run.variant !== variant) return [];
        const own = fits ? [lines[i]] : block(rows[i], columns);
        return learned(run, chance) ? own.map(colors.green) : own;
      }),
    ]),
    "",
    colors.bold("Conclusions, from one seed"),
    ...conclusionsOf(study).flatMap((sentence) => hanging("• ", sentence, columns)),
    "",
  ].join("\n");
}

/** Replaces a row where a table does not fit. */
function block([scheme, activations, a, gradients, b, loss, test]: readonly string[], columns: number): string[] {
  const indented = (text: string) => wrap(text, columns - 2).map((line) => `  ${line}`);
  return [
    scheme,
    ...indented(`activations ${activations}, ${a} per layer; gradients ${gradients}, ${b} per layer`),
    ...indented(`loss ${loss}, test accuracy ${test}`),
  ];
}

function cellsOf(run: InitializationRun): string[] {
  const { scheme, layers, losses, accuracy, failure } = run;
  const [first, last] = [layers[0], layers[layers.length - 1]];
  return [
    scheme,
    `${showStd(first.std)} → ${showStd(last.std)}`,
    `×${shortFactor(activationFactor(run))} ${activationTrend(run)}`,
    `${showStd(last.gradientStd)} → ${showStd(first.gradientStd)}`,
    `×${shortFactor(gradientFactor(run))}`,
    failure === undefined ? (losses.at(-1)?.toFixed(3) ?? ABSENT) : "diverged",
    accuracy === undefined ? ABSENT : percent(accuracy),
  ];
}
