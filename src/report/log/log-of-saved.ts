import { sizeOf } from "../../graph/shape.ts";
import { taskOfOutputs } from "../../model/task-of-outputs.ts";
import { defined } from "../../options/defined.ts";
import type { RunLog } from "../../train/log/folder/run-log.ts";
import { unitsOf } from "../../train/progress/progress-text.ts";
import type { SavedRun } from "../../train/run/saved-run.ts";
import { VERSION } from "../../version.ts";

/** What a saved run says of itself, as a log has it. `data`: what its data are called, which it does not know. */
export function logOfSaved(saved: SavedRun, data: string): RunLog {
  const { model, config, history, signals, hints, stopped, test, baseline, steps, skippedSteps, seconds, backend } =
    saved;
  const outputs = model.parts.layout?.targets?.map(({ name }) => name);
  return {
    run: {
      ...{ evenkeel: VERSION, format: 1, started: "", data, hints: [...hints] },
      samples: { train: config.samples, test: testCount(test?.confusionMatrix) },
      task:
        model.parts.task ??
        taskOfOutputs({ loss: model.loss, outputs: sizeOf(model.outputShape), classes: model.classes }),
      ...defined({ classes: model.classes && [...model.classes], outputs }),
      units: unitsOf(model.metrics),
      model: model.parts.layer,
      parameters: model.parameterCount,
      config: JSON.parse(JSON.stringify(config)),
      ended: { at: "", stopped, ...defined({ test, baseline }), steps, skippedSteps, seconds, backend },
    },
    steps: [],
    epochs: history,
    signals: [...signals],
  };
}

/** How many samples were judged. */
function testCount(matrix: readonly (readonly number[])[] = []): number | undefined {
  return matrix.flat().reduce((sum, count) => sum + count, 0) || undefined;
}
