import * as v from "valibot";
import { allComputedBy } from "../backend/all-computed-by.ts";
import { type DeviceOptions, deviceOptions } from "../backend/open.ts";
import { defined } from "../options/defined.ts";
import { type Checks, count, custom, functionOption, optional, resolveOptions } from "../options.ts";
import { contextOptions, type DataContext } from "../recipe/recipe-data.ts";
import { sayOnce } from "../say-once.ts";
import { startingWeights } from "../train/prepare/starting-weights.ts";
import { adviceOf } from "./advice-of.ts";
import * as all from "./diagnoses/index.ts";
import type { Diagnosis, Found, Phase } from "./diagnosis.ts";
import type { Examination } from "./examination.ts";
import { courseFacts } from "./examine/course-facts.ts";
import { dataFacts } from "./examine/data-facts.ts";
import type { DiagnoseProgress, Host } from "./examine/host.ts";
import { layerFacts } from "./examine/layer-facts.ts";
import { LIMITS } from "./examine/limits.ts";
import { probeFacts } from "./examine/probe-facts.ts";
import type { Examined } from "./examined-as.ts";
import type { Finding } from "./finding.ts";
import { judge } from "./judge.ts";
import { notExamined } from "./not-examined.ts";
import { patientOf } from "./patient.ts";

export type { DiagnoseProgress };

/** The phases in their order. */
export const PHASES: readonly Phase[] = ["before", "probe", "during"];

/** How a run is examined. Everything may be left out. */
export interface DiagnoseOptions extends DataContext, Pick<DeviceOptions, "threads" | "backend"> {
  /** Which phases: "before" looks at data and structure, "probe" takes a few steps, "during" trains for a while. All by default. */
  phases?: readonly Phase[] | undefined;
  /** The most steps of the probe, up to 200; the short training takes at most three times as many as this says. 200 by default. */
  steps?: number | undefined;
  /** In place of the seed of the recipe or the options. That one by default. */
  seed?: number | undefined;
  /** Called with the phase and its steps. None by default. */
  onProgress?: ((progress: DiagnoseProgress) => void) | undefined;
}

/** What was looked at. Plain JSON. */
export interface Checked {
  /** The phases that were gone through, in their order. */
  phases: Phase[];
  /** How many diagnoses were asked. */
  diagnoses: number;
  /** The most steps that each phase with steps was allowed. */
  steps: { probe: number; during: number };
  /** Samples of each part; 0 for a part that is missing. */
  samples: { train: number; validation: number; test: number };
  /** What was not looked at, and why, in words. */
  left: string[];
  /** What computed it: "wasm, 2 threads, relaxed SIMD". Absent where nothing was computed, as before training, and in older reports. */
  backend?: string;
  /** Whether it was interrupted, so that `healthy` speaks only of what was looked at until then. */
  interrupted: boolean;
}

/** What an examination found. Plain JSON. */
export interface DoctorReport {
  /** Whether nothing was found, or only information. */
  healthy: boolean;
  /** Causes before their consequences, the gravest first. */
  findings: Finding[];
  /** What was looked at. */
  checked: Checked;
}

export const OPTIONS = {
  phases: optional(
    custom<readonly Phase[]>(
      v.pipe(v.array(v.picklist(PHASES)), v.minLength(1)),
      undefined,
      'a list of phases, such as ["before", "probe"]; there are before, probe and during',
    ),
  ),
  steps: count(LIMITS.probeSteps, "the most steps of the probe", 1, 100_000),
  seed: optional(count(undefined, "", 0)),
  onProgress: optional(functionOption()),
  ...contextOptions,
  threads: deviceOptions.threads,
  backend: deviceOptions.backend,
} satisfies Checks<DiagnoseOptions>;

const INSTEAD = {
  epochs: "Give it to the recipe, or to options of the run: { model, data, options: { epochs: 5 } }.",
  maxSteps: "Say steps: the probe takes at most so many.",
  verbose: "Give onProgress.",
  phase: 'Say phases: ["before"].',
};

/**
 * Examines a run before it is trained in earnest: its data and structure, a probe of a few steps, and a short training. What is
 * wrong with it is found by rules that judge over windows and standard errors, each with its source; causes stand before
 * their consequences. Nothing is kept, and nothing of what was given is changed.
 * @param what a recipe, `{ recipe, data }`, or `{ model, data, options }` as `train` takes them.
 * @returns whether it is healthy, what was found with the evidence and advice, and what was looked at.
 * @throws a usage error for what does not fit, as `train` would. Numbers that are not finite, a softmax that the loss applies too,
 * and a loss that does not fit the targets are found, not refused; such a run is not trained.
 * @example
 * const { healthy, findings } = await diagnose({ data: "digits", model: "mlp", scaling: "none" });
 * for (const { diagnosis, meaning, advice } of findings) console.log(diagnosis, meaning, advice[0]?.text);
 * @example
 * const { findings } = await diagnose({ model, data, options: { optimizer: adam() } }, { phases: ["before"] });
 */
export async function diagnose(what: Examined, options: DiagnoseOptions = {}): Promise<DoctorReport> {
  return (await examined(what, options)).report;
}

/** The same, with all that was looked at. */
export async function examined(
  what: Examined,
  options: DiagnoseOptions = {},
): Promise<{ report: DoctorReport; examination: Examination }> {
  const { phases = PHASES, steps } = resolveOptions("diagnose", OPTIONS, options, INSTEAD);
  const { seed, cache, signal, threads, backend, onProgress } = options;
  const patient = await patientOf(what, { ...defined({ seed, cache, signal }) });
  if (patient.refused === undefined) sayOnce(patient.training.hints);
  const during = Math.min(LIMITS.courseOverProbe * steps, plannedSteps(patient.training));
  const isRefused = patient.refused !== undefined;
  const isNext = (phase: Phase) => phases.includes(phase) && !signal?.aborted && !isRefused;
  const look = async (on: DeviceOptions, lost?: string) => {
    const opened: { description: string }[] = [];
    const host = { signal, ...on, opened, onProgress } satisfies Host;
    onProgress?.({ phase: "before", step: 0, steps: 0 });
    const before = {
      patient,
      data: dataFacts(patient),
      layers: layerFacts(patient, await startingWeights(patient.training, host)),
    };
    const probe = isNext("probe") ? await probeFacts(patient, { ...host, steps }) : undefined;
    const course = isNext("during") ? await courseFacts(patient, { ...host, steps: during }) : undefined;
    const computed = opened.map(({ description }) => description).reduce<string | undefined>(allComputedBy, undefined);
    const said = computed && lost ? `${computed} (auto: ${lost} was lost)` : computed;
    return { examination: { ...before, ...defined({ probe, course }) } satisfies Examination, backend: said };
  };
  const { examination, backend: computed } =
    backend === "auto"
      ? await (await import("../backend/wasm-where-lost.ts")).wasmWhereLost("diagnose", { threads, backend }, look)
      : await look({ threads, backend });
  const { probe, course }: Examination = examination;

  const gone = {
    before: phases.includes("before") || isRefused,
    probe: probe !== undefined,
    during: course !== undefined,
  };
  const asked = (Object.values(all) as Diagnosis[]).filter(({ phase }) => gone[phase]);
  const adviceOn = (diagnosis: Diagnosis, found: Found) => adviceOf(diagnosis.cures(found, examination), patient);
  const findings = judge(examination, asked, adviceOn);
  const report = {
    healthy: findings.every(({ severity }) => severity === "information"),
    findings,
    checked: {
      phases: PHASES.filter((phase) => gone[phase]),
      diagnoses: asked.length,
      steps: { probe: gone.probe ? Math.min(steps, LIMITS.probeSteps) : 0, during: gone.during ? during : 0 },
      samples: { ...examination.data.samples },
      left: notExamined(examination, phases),
      ...defined({ backend: computed }),
      interrupted: signal?.aborted === true,
    },
  };
  return { report, examination };
}

/** How many steps the run itself would take. */
function plannedSteps({
  progress,
  maxSteps = Number.POSITIVE_INFINITY,
  epochs,
}: Examination["patient"]["training"]): number {
  return Math.min(maxSteps, progress.stepsPerEpoch * epochs);
}
