import type { Stand, Watching } from "../../doctor/watching.ts";
import type { Progress } from "../../optimize/schedule.ts";
import { count, flag, functionOption, optional, positive } from "../../options.ts";
import { defineCallback, type RunningCallback } from "../callback.ts";
import type { Training } from "../prepare/prepare-training.ts";
import type { StepRecord } from "../recorder.ts";
import type { Finding } from "../run/finding.ts";
import type { Epoch } from "../run/history.ts";
import type { TrainingSession } from "../step/session.ts";

/** Epochs from one look to the next grow by this share of those so far, so that looks are few in long runs. */
const GROWTH = 0.25;
/** Records of signals before the steps between two of them double, and again after as many: a record costs about a step. */
const DENSE = 16;
/** A look within an epoch is this many times as far from the last one as that one took, at least: they cost little. */
const SHARE = 8;

export const watch = defineCallback({
  name: "watch",
  summary:
    "Lets the doctor look at the run while it trains: what is wrong with it stands in run.findings, with evidence and advice.",
  source: "Zhang et al. 2021, AutoTrainer; rules and limits are those of diagnose",
  section: "diagnosis",
  formula:
    "every diagnosis of training, over steps, signals and evaluations so far, after epochs 1, 2, 3, 4, 5, 7, 9, 12, …; with seconds also between them",
  use: "Nearly always: a run that diverges, does not move or overfits says so, and what to do, while it still trains.",
  avoid:
    "It takes time for the signals and for the training samples that each look measures, most of it once, a fifth of a second on a small network; records and looks then become rarer as a run grows. It changes nothing of the run, and looks neither at the data nor at the structure: diagnose() does, before training.",
  example: "watch()",
  options: {
    every: count(
      25,
      "steps from one record of signals to the next, at first: they double after 16, 32, 64, … times as many",
    ),
    verbose: flag(true, "whether warnings are said on the console as they are found"),
    onFinding: optional(
      functionOption("called with each finding when it is first made, and when information becomes a warning"),
    ),
    seconds: optional(
      positive(
        undefined,
        "seconds from one look to the next also within epochs, for whoever waits for findings: in a plain run at most once a second, and more rarely where a look takes long; without it only after epochs",
      ),
    ),
  },
  ofSteps: true,
  signals: ({ every }) => ({ every, at: (step, of) => !endsEpoch(step, of) && step % gapAt(step, every) === 0 }),
  start({ verbose, onFinding, seconds = Number.POSITIVE_INFINITY }, run) {
    const training = run?.training as Training;
    const session = run?.session as TrainingSession;
    const steps: StepRecord[] = [];
    let history: readonly Epoch[] = [];
    let next = 1;
    let seen = 0;
    const doctor = run && import("../../doctor/watching.ts"); // while the first steps are taken
    doctor?.catch(() => {}); // where it is missing, the first look says so
    let watching: Promise<Watching> | undefined;
    let isBroken = false;
    let isBlind = false; // within epochs alone
    const told = new Map<string, boolean>(); // and whether as a warning
    let due = performance.now() + 1000 * seconds;
    const found = async (
      ask: (watching: Watching) => Promise<Finding[]>,
      broken: () => void,
    ): Promise<Finding[] | undefined> => {
      watching ??= doctor?.then(({ Watching }) => new Watching(training, session));
      const began = performance.now();
      try {
        return await ask(await (watching as Promise<Watching>));
      } catch (error) {
        broken();
        if (training.signal?.aborted !== true) sayBroken(error);
        return undefined;
      } finally {
        const now = performance.now();
        due = now + Math.max(1000 * seconds, SHARE * (now - began));
      }
    };
    const tell = (findings: readonly Finding[] = []) => {
      for (const finding of findings) {
        const name = `${finding.diagnosis} ${finding.where}`;
        const isWarning = finding.severity !== "information";
        if (told.has(name) && (told.get(name) || !isWarning)) continue;
        told.set(name, isWarning);
        (onFinding as ((finding: Finding) => void) | undefined)?.(finding);
        if (verbose && isWarning) say(finding);
      }
    };
    const look = async (at: Stand) => {
      seen = steps.length;
      const findings = await found(
        (watching) => watching.look(at),
        () => {
          isBroken = true;
        },
      );
      if (findings !== undefined) running.findings = findings;
      tell(findings);
    };
    // What the clock decides is told, and leaves no trace in what the run ends with.
    const glance = async (validation?: Epoch["validation"]) => {
      if (run === undefined || isBroken || isBlind || performance.now() < due) return;
      const stand = { steps, history, signals: session.signals };
      const findings = await found(
        (watching) => watching.glance(stand, validation),
        () => {
          isBlind = true;
        },
      );
      tell(findings);
    };
    const running: RunningCallback = {
      findings: [],
      steps: (rows) => {
        steps.push(...rows);
        const last = rows.at(-1)?.step ?? 0;
        return run === undefined || last % training.progress.stepsPerEpoch === 0 ? undefined : glance(); // else epochEnd does
      },
      async epochEnd({ epoch, history: now }) {
        history = now;
        // Epochs of a run that goes on are shown again, without their steps.
        if (run === undefined || isBroken || steps.length === 0) return undefined;
        if (steps.length === seen || history.length < next) await glance(epoch.validation);
        else {
          next = Math.ceil(history.length * (1 + GROWTH)) || 1;
          await look({ steps, history, signals: session.signals });
        }
        return undefined;
      },
      async end({ stopped, history, signals, nonFinite, place: { skipped } }) {
        if (run === undefined || isBroken || steps.length === 0) return;
        await look({ steps, history, signals, stopped, skipped, nonFinite });
      },
    };
    return running;
  },
});

/** Whether a step is the last of several in its epoch: its batch may be smaller, which takes a program of its own. */
function endsEpoch(step: number, { stepsPerEpoch = 1 }: Progress): boolean {
  return stepsPerEpoch > 1 && (step + 1) % stepsPerEpoch === 0;
}

/** The steps between two records of signals, at a step counted from 0. */
function gapAt(step: number, every: number): number {
  let gap = every;
  for (let end = DENSE * every; step >= end; end *= 2) gap *= 2;
  return gap;
}

/** A defect of the doctor ends no run that somebody waits for. */
function sayBroken(error: unknown): void {
  // biome-ignore lint/suspicious/noConsole: nobody else would say it
  console.warn("evenkeel: watch: the run goes on unwatched, because of a defect:", error);
}

function say({ diagnosis, where, meaning, advice: [first] }: Finding): void {
  // biome-ignore lint/suspicious/noConsole: nobody looks for a warning that is only returned
  console.warn(`evenkeel: watch: ${diagnosis} (${where}): ${meaning}${first === undefined ? "" : ` ${first.text}.`}`);
}
