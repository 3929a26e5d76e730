import * as v from "valibot";
import type { Kinds } from "../catalogue.ts";
import { type KnownTricks, useOption } from "../from-spec.ts";
import { type Checks, custom, optional, refused, resolveOptions, unknownName } from "../options.ts";
import { KINDS, type Kind } from "../trick/kinds.ts";
import { trickOf } from "./build.ts";
import { parse } from "./parse.ts";

/** Options of `fromExpression`. */
export interface ExpressionOptions extends Pick<KnownTricks, "use"> {
  /** What the text is called in errors. By default the kind. */
  where?: string | undefined;
}

export const OPTIONS = {
  use: useOption,
  where: optional(custom(v.string(), undefined, "a name for the text")),
} satisfies Checks<ExpressionOptions>;

/**
 * The trick that a text describes, in the notation of TypeScript: calls of the names of tricks, with numbers, texts, lists
 * and options. Nothing is evaluated. A bare name, `adam`, means `adam()`. `{ use: [myLayer] }` adds your own tricks.
 * @param kind the catalogue: "layers", "optimizers", "losses", …
 * @param text such as "chain(clipByGlobalNorm(1), adam({ learningRate: 1e-3 }))".
 * @throws a usage error with line and column, a caret under the place, and the nearest valid name.
 * @example
 * const model = fromExpression("layers", "sequential([dense(64), relu(), dropout(0.2), dense(3)])");
 */
export function fromExpression<K extends Kind>(kind: K, text: string, options: ExpressionOptions = {}): Kinds[K] {
  if (typeof kind !== "string") throw refused("fromExpression", 'the name of a catalogue, such as "layers"', kind);
  if (!Object.hasOwn(KINDS, kind)) throw unknownName("fromExpression", "catalogue", kind, Object.keys(KINDS));
  const { use, where = kind } = resolveOptions("fromExpression", OPTIONS, options);
  if (typeof text !== "string") throw refused(where, `an expression, such as "${KINDS[kind].such}"`, text, [kind]);
  const written = { text, where };
  return trickOf([kind], parse(written), { ...written, use }) as unknown as Kinds[K];
}
