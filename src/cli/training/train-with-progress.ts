import type { Dataset } from "../../data/dataset.ts";
import type { Recipe } from "../../recipe/recipe.ts";
import { trainRecipe } from "../../recipe/train-recipe.ts";
import { backendTeller } from "../../train/progress/backend-teller.ts";
import { bar, epochLine, shareOf, stepLine, type Units } from "../../train/progress/progress-text.ts";
import type { Run } from "../../train/run/run.ts";
import { TrainingError } from "../../train/run/training-error.ts";
import type { TrainOptions } from "../../train/train-options.ts";
import type { Host } from "../host.ts";
import { ProgressView } from "../progress.ts";

/** A run, and what broke it off, if anything did. */
export interface Trained {
  run: Run;
  broken?: TrainingError;
}

/** Trains a recipe with its progress on standard error. What was trained is given back even if it breaks off. */
export async function trainWithProgress(
  recipe: Recipe,
  data: Dataset,
  { units, ...options }: { units: Units } & TrainOptions,
  host: Host,
): Promise<Trained> {
  const view = new ProgressView(host);
  const tellBackend = backendTeller((line) => view.line(line));
  let shown = 0;
  let trained: Trained;
  try {
    const run = await trainRecipe(recipe, data, {
      signal: host.signal,
      ...options,
      onProgress: (progress) => {
        const { last, backend } = progress;
        tellBackend(backend);
        if (last !== undefined && last.epoch > shown) {
          shown = last.epoch;
          view.line(epochLine(last, progress.epochs, units));
        }
        view.draw(() => [`${host.colors.cyan(bar(shareOf(progress), 24))} ${stepLine(progress, units)}`]);
      },
    });
    trained = { run };
  } catch (error) {
    if (!(error instanceof TrainingError)) throw error;
    trained = { run: error.run, broken: error };
  } finally {
    view.done();
  }
  const { history, config } = trained.run;
  const last = history.at(-1);
  if (last !== undefined && last.epoch > shown) host.err(epochLine(last, config.epochs, units));
  return trained;
}
