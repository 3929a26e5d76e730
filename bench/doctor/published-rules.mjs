// What the published rules of other tools say of the same examinations: with their own thresholds, at our sampling. Sources:
// AutoTrainer (Zhang et al. 2021, ICSE), UMLAUT (Schoop et al. 2021, CHI), the debugger rules of Amazon SageMaker, and
// TheDeepChecker (Ben Braiek and Khomh 2023, TOSEM), whose rules on single tensors are taken over layers.
// @ts-check

/** @typedef {import("../../dist/doctor/examination.js").Examination} Examination */
/** @typedef {(examination: Examination) => boolean} Rule */

const last = (/** @type {readonly any[]} */ list) => list.at(-1);
const rows = (/** @type {Examination} */ { course }) => course?.signals ?? [];
const kernels = (/** @type {any} */ row) =>
  Object.entries(row.parameters ?? {}).flatMap(([name, one]) => (/kernel$/.test(name) ? [one] : []));
/** Gradient norms of the first and the last kernel at each sampled step. */
const ends = (/** @type {Examination} */ examination) => {
  /** @type {Map<number, any[]>} */
  const steps = new Map();
  for (const row of rows(examination)) steps.set(row.step, [...(steps.get(row.step) ?? []), row]);
  return [...steps.values()].flatMap((layers) => {
    const all = layers.flatMap(kernels);
    return all.length < 2 ? [] : [{ first: all[0].gradientNorm, last: last(all).gradientNorm }];
  });
};
const mostly = (/** @type {readonly boolean[]} */ list) => list.filter(Boolean).length > list.length / 2;
const losses = (/** @type {Examination} */ { course }) => course?.steps.map(({ loss }) => loss) ?? [];
const accuracies = (/** @type {Examination} */ { course }) =>
  course?.history.map(({ train, validation }) => ({ train: train.accuracy, validation: validation?.accuracy })) ?? [];
const notFinite = (/** @type {Examination} */ { course }) =>
  course?.nonFinite !== undefined || (course?.skippedSteps ?? 0) > 0 || course?.stopped?.reason === "diverged";
const isRelu = (/** @type {string} */ layer) => /relu/i.test(layer);
const rateOf = (/** @type {Examination} */ { course }) => course?.steps[0]?.learningRate ?? 0;

/** @type {Readonly<Record<string, Readonly<Record<string, Rule>>>>} */
export const PUBLISHED = {
  AutoTrainer: {
    "gradients vanish": (all) => mostly(ends(all).map(({ first, last }) => first / last < 1e-3 && first < 1e-4)),
    "gradients explode": (all) => notFinite(all) || mostly(ends(all).map(({ first, last }) => first / last > 70)),
    "ReLUs die": (all) => rows(all).some(({ layer, dead = 0 }) => isRelu(layer) && dead >= 0.7),
    "loss oscillates": (all) => {
      const list = accuracies(all).map(({ train = 0 }) => train);
      const swings = list.slice(1, -1).filter((x, i) => x - list[i] <= -0.03 && list[i + 2] - x >= 0.03);
      return list.length > 4 && swings.length / list.length >= 0.2;
    },
    "slow convergence": (all) => {
      const list = accuracies(all).map(({ train = 1 }) => train);
      return list.length > 1 && list.every((x, i) => i === 0 || x - list[i - 1] < 0.01) && last(list) < 0.6;
    },
  },
  UMLAUT: {
    "inputs outside [−1, 1]": ({ data }) => Math.min(...data.scaled.min) < -1 || Math.max(...data.scaled.max) > 1,
    "learning rate high": (all) => rateOf(all) > 0.01,
    "validation accuracy higher": (all) =>
      accuracies(all).some(({ train = 1, validation = 0 }) => validation - train > 0.05),
    "no nonlinearity": ({ layers }) =>
      layers.some(
        ({ role, after }) => role === "linear" && layers.find(({ path }) => path === after)?.role === "linear",
      ),
    "NaN loss": (all) => notFinite(all),
    overfitting: ({ course }) => {
      const [a, b, c] = (course?.history.map(({ validation }) => validation?.loss ?? 0) ?? []).slice(-3);
      return c > b && b > a;
    },
  },
  SageMaker: {
    "vanishing gradient": (all) =>
      rows(all).some((row) => kernels(row).some(({ gradientNorm }) => gradientNorm < 1e-7)),
    "exploding tensor": (all) => notFinite(all),
    "dead ReLU": (all) => rows(all).some(({ layer, dead = 0 }) => isRelu(layer) && dead > 0.5),
    "saturated activation": (all) =>
      rows(all).some(({ layer, saturated = 0 }) => /tanh|sigmoid/.test(layer) && saturated > 0.5),
    overfit: ({ course }) => {
      const { train, validation } = last(course?.history ?? [{}]) ?? {};
      return validation !== undefined && (validation.loss - train.loss) / train.loss > 0.1;
    },
    "poor weight initialization": (all) => rows(all).some(({ step, std }) => step === 1 && std ** 2 > 10),
    "loss not decreasing": (all) => {
      const list = losses(all);
      return list.length > 20 && mean(list.slice(-10)) > 0.99 * mean(list.slice(0, 10));
    },
    "class imbalance": ({ data }) =>
      data.classCounts !== undefined && Math.max(...data.classCounts) / Math.max(1, Math.min(...data.classCounts)) > 10,
    "unchanged tensor": (all) =>
      rows(all).some((row) => kernels(row).some(({ updateRatio }) => updateRatio !== undefined && updateRatio < 1e-7)),
  },
  TheDeepChecker: {
    "first loss": ({ probe }) =>
      probe !== undefined && Math.abs(probe.firstLoss.mean - probe.simplestLoss) / probe.simplestLoss > 1,
    "inputs not normalized": ({ data }) => {
      const [low, high] = [Math.min(...data.scaled.min), Math.max(...data.scaled.max)];
      return !((low === 0 || low === -1) && high === 1) && Math.abs(mean([...data.scaled.std]) - 1) > 0.1;
    },
    "activations outside [0.5, 2]": (all) =>
      rows(all).some(({ layer, std }) => layer !== "input" && (std < 0.5 || std > 2)),
    "updates outside [−4, −1]": (all) =>
      mostly(
        rows(all).flatMap((row) =>
          kernels(row).map(({ updateRatio }) => updateRatio !== undefined && (updateRatio < 1e-4 || updateRatio > 0.1)),
        ),
      ),
    "loss falls too slowly": ({ course }) => {
      const list = course?.history.map(({ train }) => train.loss) ?? [];
      return list.length > 1 && list.slice(1).some((x, i) => x > 0.95 * list[i]);
    },
    "gradients vanish or explode": (all) =>
      rows(all).some((row) => kernels(row).some(({ gradientNorm }) => gradientNorm < 1e-6 || gradientNorm > 1e6)),
    "cannot overfit 16 samples": ({ probe }) => probe !== undefined && probe.byHeart.wrong > 0.05,
    "loss diverges": (all) => {
      const list = losses(all);
      return notFinite(all) || last(list) >= 2 * Math.min(...list);
    },
    "unbalanced classes": ({ data }) => {
      if (data.classCounts === undefined) return false;
      const total = data.classCounts.reduce((sum, n) => sum + n, 0);
      const entropy = data.classCounts.reduce((sum, n) => sum - (n === 0 ? 0 : (n / total) * Math.log(n / total)), 0);
      return Math.exp(entropy) / data.classCounts.length < 0.5;
    },
  },
};

/** Which rules of each tool fire. @param {Examination} examination @returns {Record<string, string[]>} */
export function publishedFindings(examination) {
  return Object.fromEntries(
    Object.entries(PUBLISHED).map(([tool, rules]) => [
      tool,
      Object.entries(rules).flatMap(([name, fires]) => (fires(examination) ? [name] : [])),
    ]),
  );
}

/** @param {readonly number[]} list */
function mean(list) {
  return list.reduce((sum, x) => sum + x, 0) / list.length;
}
