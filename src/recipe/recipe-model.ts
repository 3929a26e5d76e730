import { catalogue } from "../catalogue.ts";
import { usageError } from "../errors.ts";
import { fromSpec } from "../from-spec.ts";
import type { ArchitectureDefinition } from "../model/architecture.ts";
import type { Layer } from "../model/layer.ts";
import { checkOption, type Option } from "../options.ts";
import { ARCHITECTURES } from "./choices.ts";

type Architecture = ((options: object) => Layer) & { definition: ArchitectureDefinition };

/** Keys of recipes that are options of architectures. */
const KEYS = ["hidden", "activation", "depth", "width", "norm", "dropout", "init"] as const;
type Key = (typeof KEYS)[number];

/** The keys of a recipe that describe its model. */
export type ModelSettings = { model: string } & { readonly [K in Key]?: unknown };

/** Values that stand for an absent option. */
const NEUTRAL: { readonly [K in Key]?: unknown } = { dropout: 0 };

/**
 * The settings with the model's default normalization and initializer filled in.
 * @throws a usage error for a setting that the model lacks or does not accept.
 */
export function withModelDefaults<S extends ModelSettings>(settings: S): S {
  const { options } = architectureOf(settings.model).definition;
  const filled: Record<string, unknown> = { ...settings };
  for (const key of KEYS) {
    const value = settings[key];
    if (Object.hasOwn(options, key)) {
      if (key === "init") filled.init ??= (options.init.fallback as { name: string }).name;
      else if (key === "norm") filled.norm ??= options.norm.fallback;
      if (value !== undefined && key !== "init") checkOption(`recipe: ${key}`, options[key] as Option<unknown>, value);
    } else if (value !== undefined && value !== NEUTRAL[key]) throw refusal(key, settings.model);
  }
  return filled as S;
}

/** The model of a recipe for n classes. */
export function recipeModel(settings: ModelSettings, classes: number): Layer {
  const architecture = architectureOf(settings.model);
  const { options } = architecture.definition;
  const keys = KEYS.filter((key) => Object.hasOwn(options, key) && settings[key] !== undefined);
  const given = (key: Key) => (key === "init" ? fromSpec("initializers", { name: settings.init }) : settings[key]);
  return architecture({ classes, ...Object.fromEntries(keys.map((key) => [key, given(key)])) });
}

function refusal(key: Key, model: string): Error {
  const able = ARCHITECTURES.filter((name) => Object.hasOwn(architectureOf(name).definition.options, key));
  const list = able.length === 1 ? able[0] : `${able.slice(0, -1).join(", ")} or ${able.at(-1)}`;
  return usageError({
    where: `recipe: ${key}`,
    expected: `model ${list}, which ${able.length === 1 ? "has" : "have"} such an option`,
    received: `model ${model}`,
    fix: `Leave ${key} out, or choose another model.`,
  });
}

function architectureOf(name: string): Architecture {
  return catalogue.architectures[name] as unknown as Architecture;
}
