import { type ErrorFacts, EvenkeelError } from "../../errors.ts";
import { show } from "../../options/show.ts";
import { refused } from "../../options.ts";
import type { Run } from "./run.ts";

/** A training run that failed on the way: by an exception of a callback, or a worker that ended. What was trained is kept. */
export class TrainingError extends EvenkeelError {
  /** The run up to the last place that is whole: its model predicts, it can be saved, and `resume` goes on from it. */
  readonly run: Run;

  constructor(run: Run, cause: unknown) {
    super("run", factsOf(run, cause));
    this.run = run;
  }
}

function factsOf(run: Run, cause: unknown): ErrorFacts {
  if (!Array.isArray(run?.history)) throw refused("TrainingError: run", "the run so far", run);
  return {
    where: "train",
    expected: "to train on",
    received: cause instanceof Error ? `${cause.name}: ${cause.message.replace(/\.$/, "")}` : show(cause),
    fix:
      `What was trained is not lost: this error's property \`run\` is the run after ${run.history.length} epochs ` +
      `(${run.steps} steps). Save it by error.run.save(path), and go on by train(…, { resume: error.run }).`,
    cause,
  };
}
