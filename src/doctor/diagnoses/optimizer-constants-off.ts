import { toExpression } from "../../expression/to-expression.ts";
import type { Optimizer } from "../../optimize/optimizer.ts";
import { adam } from "../../optimize/optimizers/adam.ts";
import type { Recipe } from "../../recipe/recipe.ts";
import { readWritten } from "../../recipe/written.ts";
import { defineDiagnosis, type Found } from "../diagnosis.ts";
import type { Examination } from "../examination.ts";
import type { Evidence } from "../finding.ts";
import { constantsOf } from "../structure/constants-of.ts";
import { shareBelow } from "../structure/share-below.ts";
import { usualConstants } from "../structure/usual-constants.ts";

type Limits = Readonly<Record<"eps" | "share" | "memory" | "run" | "squares" | "order", number>>;

export const optimizerConstantsOff = defineDiagnosis({
  name: "optimizerConstantsOff",
  title: "Constants of the optimizer that do not fit",
  summary: "ε, the momentum or the share of the mean squares is such that the optimizer does not do what it is for.",
  source:
    "Kingma and Ba 2015, section 4 (β₁² < √β₂); Reddi et al. 2018, theorem 6 (β₁ < √β₂); Ben Braiek and Khomh 2023, TheDeepChecker",
  group: "structure",
  phase: "before",
  severity: "warning",
  signals:
    "ε against the gradients at the first weights; the steps that momentum reaches back against the length of the run; b1 against √b2",
  thresholds: {
    eps: { value: 1e-3, why: "defaults are 1e-10 to 1e-6; 1e-3 is as large as many gradients" },
    share: { value: 0.5, why: "TheDeepChecker: ε decides for more than half of the kernels" },
    memory: { value: 0.98, why: "0.9 to 0.95 is usual; 0.99 reaches back over 100 steps" },
    run: { value: 0.1, why: "a mean over more than a tenth of the run is still under way when it ends" },
    squares: { value: 0.9, why: "0.9 to 0.9999 is usual; below, the mean square is that of a few steps" },
    order: { value: 1, why: "convergence asks for b1 below √b2" },
  },
  avoid:
    "Each constant by itself is information: large networks were trained with ε = 1, and long runs with a momentum of 0.99.",
  explains: ["rateTooLow", "oscillates", "diverges", "doesNotLearn", "layerTooFast", "stoppedTooSoon"],
  find: (examination, limits) =>
    [largeEps(examination, limits), longMemory(examination, limits), shortSquares(examination, limits)].filter(
      (found) => found !== undefined,
    ),
  cures(_, { patient }) {
    const optimizer = usualConstants(patient.training.optimizer, patient.recipe?.use);
    return [
      {
        text: "Take the usual constants",
        ...(optimizer && patient.recipe && { change: { optimizer: toExpression(optimizer) as "adam" } }),
      },
    ];
  },
  seeds: [
    {
      what: "Adam with an ε of 1",
      recipe: (healthy) => ({ optimizer: adamWith(healthy, { eps: 1 }) }),
      alsoRight: ["rateTooLow"],
    },
    {
      what: "Adam with b2 of 0.1",
      recipe: (healthy) => ({ optimizer: adamWith(healthy, { b2: 0.1 }) }),
      alsoRight: ["oscillates"],
    },
  ],
});

/** Adam with another constant, at the rate of the healthy run where that has Adam too: nothing else is to be wrong. */
function adamWith({ optimizer, use }: Recipe, constant: { eps?: number; b2?: number }): Optimizer {
  const { definition, values } = readWritten("optimizer", ["optimizers"], optimizer, use) as Optimizer;
  const isAdam = definition === adam.definition;
  return adam({ ...(isAdam && { learningRate: values.learningRate as number }), ...constant });
}

function largeEps(examination: Examination, { eps, share }: Limits): Found | undefined {
  const found = constantsOf(examination.patient.training.optimizer).find(
    (one) => one.option === "eps" && one.value > eps,
  );
  if (found === undefined) return undefined;
  const { value, optimizer } = found;
  const below = shareBelow(examination, value);
  const decided: Evidence = {
    signal: "share of kernels whose gradients are smaller than ε",
    value: below,
    threshold: share,
  };
  return {
    where: "optimizer",
    evidence: [{ signal: `ε of ${optimizer}`, value, threshold: eps }, ...(below > share ? [decided] : [])],
    meaning: `Where √v is below ε = ${value}, ${optimizer} divides by ε: it becomes gradient descent with momentum at a rate ${value >= 1 ? "no larger than its own" : `of 1/ε times its own`}, for all weights alike.`,
  };
}

function longMemory({ patient: { training } }: Examination, { memory, run }: Limits): Found | undefined {
  const found = constantsOf(training.optimizer).find(
    ({ option, value }) => /^(momentum|b1)$/.test(option) && value > memory,
  );
  if (found === undefined) return undefined;
  const steps = Math.min(training.maxSteps ?? Number.POSITIVE_INFINITY, training.progress.totalSteps);
  const part = 1 / (1 - found.value) / steps;
  const long: Evidence = { signal: "steps that it reaches back, over those of the run", value: part, threshold: run };
  return {
    where: "optimizer",
    evidence: [
      { signal: `${found.option} of ${found.optimizer}`, value: found.value, threshold: memory },
      ...(part > run ? [long] : []),
    ],
    meaning: `A step goes by the gradients of the last ${Math.round(1 / (1 - found.value))} of ${steps} steps: it starts late and runs on where it should turn.`,
  };
}

function shortSquares({ patient: { training } }: Examination, { squares, order }: Limits): Found | undefined {
  const constants = constantsOf(training.optimizer);
  const [b1, b2] = ["b1", "b2"].map((name) => constants.find(({ option }) => option === name));
  if (b2 === undefined || !(b2.value < squares)) return undefined;
  const ratio = (b1?.value ?? 0) / Math.sqrt(b2.value);
  return {
    where: "optimizer",
    evidence: [
      { signal: `b2 of ${b2.optimizer}`, value: b2.value, threshold: squares, beyond: "below" },
      ...(ratio > order ? [{ signal: "b1 over √b2", value: ratio, threshold: order }] : []),
    ],
    meaning:
      "The mean square is that of the last steps alone, so a rare large gradient counts no more than a small one, and steps do not become smaller.",
  };
}
