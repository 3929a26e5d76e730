import type { Epoch, Finding, Signal, StepRecord, StudyRun } from "evenkeel";
import type { ArmName, FromWorker, Look, RunFacts } from "../protocol.ts";
import type { RunState } from "./race.ts";

/** What is collected of a run that is seen. Its lists grow in place. */
export class RunRecord {
  readonly arm: ArmName;
  readonly seed: number;
  readonly steps: StepRecord[] = [];
  readonly seconds: number[] = [];
  readonly epochs: Epoch[] = [];
  readonly signals: Signal[] = [];
  readonly findings: { finding: Finding; step: number }[] = [];
  facts: RunFacts | undefined;
  look: Look | undefined;
  looks: readonly number[] = [];
  before: RunState["before"];
  /** Whether it was asked what was found before training. */
  isExamined = false;
  run: StudyRun | undefined;
  computedBy: string | undefined;
  message: string | undefined;

  constructor(arm: ArmName, seed: number) {
    this.arm = arm;
    this.seed = seed;
  }

  /** Takes what a worker tells of it. */
  hear(message: FromWorker): void {
    if (message.kind === "begun") this.facts = message.facts;
    else if (message.kind === "computed") this.computedBy = message.by;
    else if (message.kind === "epoch") this.epochs.push(message.epoch);
    else if (message.kind === "ended") this.run = message.run;
    else if (message.kind === "finding") {
      const { finding, step } = message;
      const name = nameOf(finding);
      const before = this.findings.findIndex((one) => nameOf(one.finding) === name);
      if (before >= 0) this.findings.splice(before, 1); // information that became a warning
      this.findings.push({ finding, step });
    } else if (message.kind === "went") {
      const { steps, seconds, signals, look = this.look, kept = this.looks } = message.went;
      for (const step of steps) this.steps.push(step);
      for (const second of seconds) this.seconds.push(second);
      for (const signal of signals) this.signals.push(signal);
      this.look = look;
      this.looks = kept;
    }
  }

  /** As it is now: a new object around the same lists. */
  state(): RunState {
    const { isExamined: _, ...state } = this;
    return state;
  }
}

function nameOf({ diagnosis, where }: Finding): string {
  return `${diagnosis} ${where}`;
}
