import { describe, expect, test } from "vitest";
import type { RecipeInput } from "../../recipe/recipe.ts";
import type { Finding } from "../finding.ts";
import { type Stand, treat } from "./treat.ts";

const advise = (text: string, change: RecipeInput) => ({ text, change, flags: "", code: "" });

function finding(diagnosis: string, changes: readonly RecipeInput[], more: Partial<Finding> = {}): Finding {
  const advice = changes.map((change, i) => advise(`${diagnosis} ${i}`, change));
  const facts = { where: "inputs", evidence: [], meaning: "", source: "", confidence: 1 };
  return { diagnosis, severity: "warning", ...facts, advice, ...more };
}

/** Treats a recipe whose diseases follow from it, where some changes help. */
async function treated(
  given: RecipeInput,
  diseases: (recipe: RecipeInput) => Finding[],
  helps: (recipe: RecipeInput, change: RecipeInput) => boolean,
  more: { rounds?: number; signal?: AbortSignal; onProve?: () => void } = {},
) {
  const examined: RecipeInput[] = [];
  const result = await treat<Stand>(given, {
    rounds: more.rounds ?? 10,
    signal: more.signal,
    async examine(recipe) {
      examined.push(recipe);
      const findings = diseases(recipe);
      return { findings, healthy: findings.every(({ severity }) => severity === "information") };
    },
    async prove(recipe, change) {
      more.onProve?.();
      const kept = helps(recipe, change);
      return { kept, why: kept ? "It helped." : "It made no difference that 5 seeds can show." };
    },
    told() {},
  });
  return { ...result, examined, tried: result.trials.map(({ advice, kept }) => `${advice} ${kept}`) };
}

describe("a treatment", () => {
  test("tries nothing on a healthy recipe, nor what is information only", async () => {
    const capacity = finding("capacityOff", [{ hidden: [8] }], { severity: "information" });
    const { ended, trials, after } = await treated(
      {},
      () => [capacity],
      () => true,
    );
    expect([ended, trials, after]).toEqual(["healthy", [], undefined]);
  });

  test("keeps what helped, looks again, and ends where nothing is found", async () => {
    const { ended, recipe, tried, examined } = await treated(
      { scaling: "none", seed: 3 },
      ({ scaling }) => (scaling === "none" ? [finding("unscaledInputs", [{ scaling: "standardize" }])] : []),
      () => true,
    );
    expect(ended).toBe("healthy");
    expect(recipe).toEqual({ scaling: "standardize", seed: 3 });
    expect(tried).toEqual(["unscaledInputs 0 true"]);
    expect(examined).toHaveLength(2);
  });

  test("tries the advice of a cause in order, causes before what follows from them", async () => {
    const diseases = [
      finding("deadUnits", [{ activation: "gelu" }], { consequenceOf: "rateOutOfRange" }),
      finding("rateOutOfRange", [{ learningRate: 0.01 }, { clip: 1 }]),
    ];
    const { ended, tried, examined } = await treated(
      {},
      () => diseases,
      () => false,
    );
    expect(tried).toEqual(["rateOutOfRange 0 false", "rateOutOfRange 1 false", "deadUnits 0 false"]);
    expect(ended).toBe("out of advice");
    expect(examined).toHaveLength(1); // the recipe is the same
  });

  test("tries again on a better recipe what did not help before", async () => {
    const { tried, recipe } = await treated(
      {},
      ({ learningRate, scaling }) => [
        ...(scaling === "standardize" ? [] : [finding("unscaledInputs", [{ scaling: "standardize" }])]),
        ...(learningRate === 0.01 ? [] : [finding("rateOutOfRange", [{ learningRate: 0.01 }])]),
      ],
      (before, { learningRate }) => learningRate === 0.01 || before.learningRate === 0.01,
    );
    expect(tried).toEqual(["unscaledInputs 0 false", "rateOutOfRange 0 true", "unscaledInputs 0 true"]);
    expect(recipe).toEqual({ learningRate: 0.01, scaling: "standardize" });
  });

  test("tries the other values of what helped, as long as each is still better", async () => {
    const advised = [0.001, 0.003, 0.01, 0.03].map((learningRate) => ({ learningRate }));
    const { tried, recipe, ended } = await treated(
      { learningRate: 1e-6 },
      ({ learningRate }) => (learningRate === 1e-6 ? [finding("rateTooLow", [...advised, { clip: 1 }])] : []),
      (_, { learningRate }) => (learningRate as number) < 0.01,
    );
    expect(tried).toEqual(["rateTooLow 0 true", "rateTooLow 1 true", "rateTooLow 2 false"]);
    expect([recipe, ended]).toEqual([{ learningRate: 0.003 }, "healthy"]);
  });

  test("leaves out what the recipe follows already", async () => {
    const { trials } = await treated(
      { optimizer: "adam" },
      () => [finding("rateTooLow", [{ optimizer: "adam" }])],
      () => true,
    );
    expect(trials).toEqual([]);
  });

  test("tells what no recipe can say and what cannot be compared, once, without training", async () => {
    let proofs = 0;
    const { trials, ended } = await treated(
      {},
      ({ clip }) => [
        finding("noisyLabels", [{}]),
        finding("smallValidation", [{ validationSize: 500 }]),
        ...(clip === 1 ? [] : [finding("explodingSignals", [{ clip: 1 }])]),
      ],
      () => true,
      { onProve: () => proofs++ },
    );
    expect(trials.map(({ why }) => why)).toEqual([
      "No recipe can say it: do it, and ask again.",
      expect.stringContaining("validationSize decides what is measured"),
      "It helped.",
    ]);
    expect([proofs, ended]).toEqual([1, "out of advice"]);
  });

  test("puts a model that is an expression in the place of the keys that describe the model", async () => {
    const model = "sequential([flatten(), dense(10)])";
    const { recipe, ended } = await treated(
      { model: "mlp", hidden: [64, 64], dropout: 0.5 },
      ({ model: now }) => (now === "mlp" ? [finding("missingNonlinearity", [{ model }])] : []),
      () => true,
    );
    expect([recipe, ended]).toEqual([{ model }, "healthy"]);
  });

  test("ends after so many studies, and says so", async () => {
    const rates = Array.from({ length: 8 }, (_, i) => ({ learningRate: 0.1 / 2 ** i }));
    const { trials, ended } = await treated(
      {},
      () => [finding("rateTooLow", rates)],
      () => false,
      { rounds: 3 },
    );
    expect([trials.filter(({ kept }) => !kept).length, ended]).toEqual([3, "rounds"]);
  });

  test("an interruption ends it with what was proved so far", async () => {
    const control = new AbortController();
    let proofs = 0;
    const { ended, recipe, after, trials } = await treated(
      {},
      ({ clip }) => [finding("explodingSignals", clip === 1 ? [{ norm: "batch" }] : [{ clip: 1 }])],
      (_, { clip }) => clip === 1,
      {
        signal: control.signal,
        onProve: () => {
          proofs++;
          if (proofs === 2) control.abort();
        },
      },
    );
    expect([ended, recipe, trials.length]).toEqual(["interrupted", { clip: 1 }, 2]);
    expect(after?.findings).toHaveLength(1);
  });

  test("what a proof throws because of an interruption loses nothing, and other errors are thrown", async () => {
    const proved = (signal: AbortSignal, interrupt: () => void) => {
      let proofs = 0;
      return treated(
        {},
        ({ clip }) => [finding("explodingSignals", clip === 1 ? [{ norm: "batch" }] : [{ clip: 1 }])],
        () => true,
        {
          signal,
          onProve() {
            if (++proofs < 2) return;
            interrupt();
            throw new Error("no data");
          },
        },
      );
    };
    const control = new AbortController();
    const { ended, recipe } = await proved(control.signal, () => control.abort());
    expect([ended, recipe]).toEqual(["interrupted", { clip: 1 }]);
    await expect(proved(new AbortController().signal, () => {})).rejects.toThrow("no data");
  });
});
