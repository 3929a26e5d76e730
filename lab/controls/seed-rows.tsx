import { defineRecipe, type Option, oneOf, recipeOptions } from "evenkeel";
import { BACKENDS, type Experiment } from "../experiment.ts";
import { texts } from "../texts/language.ts";
import { wordsAgainst } from "./edit.ts";
import type { Edits } from "./edits.ts";
import { OptionControl } from "./option-control.tsx";

const SEEDS = ["1", "2", "3", "4", "5"] as const;

/** The first seed, how many there are, and what computes them. */
export function SeedRows({ experiment, edits }: { experiment: Experiment; edits: Edits }) {
  const { seed, seeds } = experiment;
  const computedBy = (backend: unknown): Experiment => {
    const { backend: _, ...rest } = experiment;
    return backend === "webgpu" ? { ...rest, backend } : rest;
  };
  return (
    <div class="fields">
      <OptionControl
        name="seed"
        owner="recipe"
        option={recipeOptions.seed as Option<unknown>}
        value={seed === 1 ? undefined : seed}
        edit={{
          check: (value) => wordsAgainst(() => defineRecipe({ seed: value as number })),
          commit: (value) => edits.edit({ ...experiment, seed: Number(value ?? 1) }),
        }}
      />
      <OptionControl
        name="seeds"
        owner="recipe"
        option={oneOf(SEEDS, "1", texts().controls.seedsDoc) as Option<unknown>}
        value={String(seeds)}
        edit={{
          check: () => undefined,
          commit: (value) => edits.edit({ ...experiment, seeds: Number(value ?? 1) }),
        }}
      />
      <OptionControl
        name="backend"
        owner="recipe"
        option={oneOf(BACKENDS, "wasm", texts().controls.backendDoc) as Option<unknown>}
        value={experiment.backend}
        edit={{ check: () => undefined, commit: (value) => edits.edit(computedBy(value)) }}
      />
    </div>
  );
}
