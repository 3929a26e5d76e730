import { effectsOf } from "../src/compare/effects.ts";
import type { Study, StudyRun } from "../src/compare/study.ts";

/** A study of these test accuracies, by variant and seed; with as many epochs of a made-up history. */
export function madeStudy(values: Record<string, number[]>, more: Partial<Study> = {}, epochs = 2): Study {
  const runs = Object.entries(values).flatMap(([variant, each]) =>
    each.map((accuracy, i): StudyRun => {
      const history = Array.from({ length: epochs }, (_, k) => ({
        epoch: k + 1,
        learningRate: 0.001,
        seconds: 1,
        train: { loss: 1 / (k + 1), accuracy: accuracy - 0.1 },
        validation: { loss: 1 / (k + 1), accuracy: accuracy - 0.01 * i },
      }));
      return { variant, seed: i + 1, history, test: { loss: 0.5, accuracy }, steps: 10 * epochs, seconds: 1.5 };
    }),
  );
  const [baseline] = Object.keys(values);
  const variants = Object.keys(values).map((name, i) => ({ name, changes: i === 0 ? {} : { dropout: i / 10 } }));
  const compared = { runs, metric: "accuracy", baseline, unit: "share", higherIsBetter: true, ...more } as const;
  return {
    title: "Dropout",
    base: { model: "mlp", dropout: 0 },
    seeds: Object.values(values)[0].map((_, i) => i + 1),
    ...compared,
    ...effectsOf({ ...compared, variants }),
    environment: { evenkeel: "0.1.0", platform: "Node.js", backend: "wasm", parallel: 1, date: "2026-03-01T12:00:00Z" },
    seconds: 72,
  };
}
