import {
  catalogue,
  fromExpression,
  fromSpec,
  type Instance,
  type Options,
  type TrickDefinition,
  toExpression,
} from "evenkeel";
import type { Kind } from "./option-shape.ts";

/** Catalogues whose tricks may stand where others are asked for. */
const ALSO: { readonly [K in Kind]?: readonly Kind[] } = {
  layers: ["architectures"],
  optimizers: ["transforms"],
};

/** The catalogues that an option takes tricks from. */
export function catalogues(kinds: readonly Kind[]): Kind[] {
  return [...new Set(kinds.flatMap((kind) => [kind, ...(ALSO[kind] ?? [])]))];
}

/** The catalogue that has a trick of this name. */
export function kindOf(kinds: readonly Kind[], name: string): Kind | undefined {
  return catalogues(kinds).find((kind) => Object.hasOwn(catalogue[kind], name));
}

/** What a trick says of itself. */
export function trickNamed(kinds: readonly Kind[], name: string): TrickDefinition | undefined {
  const kind = kindOf(kinds, name);
  return kind === undefined ? undefined : catalogue[kind][name].definition;
}

/** The trick that a text means; undefined for a text that is none. */
export function trickFrom(kinds: readonly Kind[], text: string): Instance | undefined {
  const kind = kindOf(kinds, nameIn(text));
  if (kind === undefined) return undefined;
  try {
    return fromExpression(kind, text);
  } catch {
    return undefined;
  }
}

/** The name at the beginning of an expression. */
export function nameIn(text: string): string {
  return /^\s*([\w$]*)/.exec(text)?.[1] ?? "";
}

/**
 * How a trick is first written when it is chosen in place of another: by its name where that is enough, around the other one
 * where it takes such tricks, else as its example.
 * @param short names that stand for themselves.
 */
export function firstText(kinds: readonly Kind[], name: string, short: readonly string[] = [], before = ""): string {
  const kind = kindOf(kinds, name);
  if (kind === undefined || short.includes(name)) return name;
  const { example = "" } = catalogue[kind][name].definition;
  const inside = trickFrom(kinds, before);
  const around = inside === undefined ? undefined : wrapped(kind, name, inside);
  if (around !== undefined) return around;
  if (trickFrom(kinds, name) !== undefined) return `${name}()`;
  return callIn(kinds, name, example) ?? name;
}

/** The call of a trick within an example: "freeze(…)" in "chain(freeze(…), adam())". */
function callIn(kinds: readonly Kind[], name: string, example: string): string | undefined {
  const begin = example.search(new RegExp(`\\b${name}\\(`));
  for (let end = begin < 0 ? -1 : example.indexOf(")", begin); end >= 0; end = example.indexOf(")", end + 1)) {
    const call = example.slice(begin, end + 1);
    if (trickFrom(kinds, call) !== undefined) return call;
  }
  return undefined;
}

/** A trick around another one of its kind; undefined for a trick that takes none. */
function wrapped(kind: Kind, name: string, inside: Instance): string | undefined {
  for (const [option, { takes = [] }] of Object.entries(catalogue[kind][name].definition.options as Options)) {
    if (!takes.some((one) => kindOf([one], inside.name) !== undefined)) continue;
    for (const value of [inside, [inside]])
      try {
        return toExpression(fromSpec(kind, { name, [option]: value }));
      } catch {} // of the other form, or not with this alone
  }
  return undefined;
}
