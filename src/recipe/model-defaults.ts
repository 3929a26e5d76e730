import { usageError } from "../errors.ts";
import { checkOption, type Option } from "../options.ts";
import { architectureNamed, withArchitectures } from "./architecture-maker.ts";
import { ARCHITECTURES } from "./choices.ts";
import { isExpression, readWritten, type Use, writtenText } from "./written.ts";

/** Keys of recipes that are options of architectures. */
export const MODEL_KEYS = ["hidden", "activation", "depth", "width", "norm", "dropout", "init"] as const;
export type ModelKey = (typeof MODEL_KEYS)[number];

/** The keys of a recipe that describe its model. */
export type ModelSettings = { model?: string | undefined; use?: Use } & { readonly [K in ModelKey]?: unknown };

/** Values that stand for an absent option. */
const NEUTRAL: { readonly [K in ModelKey]?: unknown } = { dropout: 0 };

/** The canonical text of a model: the name of an architecture, or an expression. */
export function modelText(value: unknown, use: Use): string {
  if (typeof value === "string" && !isExpression(value)) return value;
  const model = readWritten("recipe: model", ["layers"], value, withArchitectures(use));
  const text = writtenText("recipe: model", ["layers"], model, use);
  return isExpression(text) ? text : `${text}()`; // a name alone takes the keys that describe a model
}

/**
 * The settings with the model's default normalization and initializer filled in, and without dropout unless it is asked for.
 * @throws a usage error for a setting that the model lacks or does not accept, and for one beside an expression.
 */
export function withModelDefaults<S extends ModelSettings>(settings: S): S {
  const { model } = settings;
  if (model === undefined) return settings;
  if (isExpression(model)) return besideExpression(settings, model);
  const { options } = architectureNamed(model);
  const filled: Record<string, unknown> = { ...settings, dropout: settings.dropout ?? NEUTRAL.dropout };
  for (const key of MODEL_KEYS) {
    const value = settings[key];
    if (Object.hasOwn(options, key)) {
      if (key === "init") filled.init ??= (options.init.fallback as { name: string }).name;
      else if (key === "norm") filled.norm ??= options.norm.fallback;
      if (value !== undefined && key !== "init") checkOption(`recipe: ${key}`, options[key] as Option<unknown>, value);
    } else if (value !== undefined && value !== NEUTRAL[key]) throw refusal(key, model);
  }
  return filled as S;
}

/** @throws a usage error for a key that describes a model beside an expression, which describes all of it. */
function besideExpression<S extends ModelSettings>(settings: S, model: string): S {
  const key = MODEL_KEYS.find((each) => ![undefined, NEUTRAL[each], "none"].includes(settings[each]));
  if (key === undefined) return { ...settings, dropout: undefined, norm: undefined };
  throw usageError({
    where: `recipe: ${key}`,
    expected: `no ${key} beside a model that is an expression`,
    received: `${key} ${JSON.stringify(settings[key])} and model ${model}`,
    fix: `Write it into the expression, or give model the name of an architecture, such as "mlp".`,
  });
}

function refusal(key: ModelKey, model: string): Error {
  const able = ARCHITECTURES.filter((name) => Object.hasOwn(architectureNamed(name).options, key));
  const list = able.length === 1 ? able[0] : `${able.slice(0, -1).join(", ")} or ${able.at(-1)}`;
  return usageError({
    where: `recipe: ${key}`,
    expected: `model ${list}, which ${able.length === 1 ? "has" : "have"} such an option`,
    received: `model ${model}`,
    fix: `Leave ${key} out, or choose another model.`,
  });
}
