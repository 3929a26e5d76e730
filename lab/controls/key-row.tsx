import { type Option, type Recipe, recipeOptions } from "evenkeel";
import type { Experiment } from "../experiment.ts";
import type { ArmName } from "../protocol.ts";
import { texts } from "../texts/language.ts";
import type { Edits } from "./edits.ts";
import { ELSEWHERE } from "./groups.ts";
import { OptionControl } from "./option-control.tsx";
import { usualOf } from "./usual-of.ts";
import { isParted, joined, parted, type Whose, withKey } from "./with-key.ts";
import { wordsAgainstExperiment } from "./words-against.ts";

interface KeyRowProps {
  name: keyof Recipe;
  experiment: Experiment;
  edits: Edits;
}

/** A key of the recipe: one control for both sides, or one for each. */
export function KeyRow({ name, experiment, edits }: KeyRowProps) {
  const words = texts().controls;
  const option = recipeOptions[name] as Option<unknown>;
  const own = isParted(experiment, name);
  const control = (whose: Whose, arm: ArmName, letter?: string) => {
    const value = experiment[whose][name] ?? undefined;
    return (
      <OptionControl
        key={whose}
        name={name}
        owner="recipe"
        option={option}
        value={value}
        usual={value === undefined ? usualOf(experiment, arm)[name] : option.fallback}
        elsewhere={ELSEWHERE[name]}
        side={letter}
        tools={
          <button
            type="button"
            class="quiet"
            aria-pressed={own}
            title={own ? words.join(name) : words.part(name)}
            onClick={() => edits.edit(own ? joined(experiment, name) : parted(experiment, name))}
          >
            {own ? "A≠B" : "A=B"} <span class="unseen">{own ? words.join(name) : words.part(name)}</span>
          </button>
        }
        edit={{
          check: (given) => wordsAgainstExperiment(withKey(experiment, whose, name, given)),
          commit: (given) => edits.edit(withKey(experiment, whose, name, given)),
        }}
      />
    );
  };
  if (!own) return control("base", "a");
  return (
    <div class="parted">
      {control("a", "a", "A")}
      {control("b", "b", "B")}
    </div>
  );
}
