import * as v from "valibot";
import { catalogue, type Kinds } from "./catalogue.ts";
import { usageError } from "./errors.ts";
import { schedulable } from "./optimize/schedule.ts";
import { currentName } from "./options/current-name.ts";
import {
  type Checks,
  custom,
  functionOption,
  type Option,
  optional,
  refused,
  resolveOptions,
  unknownName,
} from "./options.ts";
import { noteGiven } from "./trick/given.ts";
import { isInstance, isSpec } from "./trick/instance.ts";
import { KINDS, type Kind } from "./trick/kinds.ts";
import { isOfKind } from "./trick/of-kind.ts";
import type { Instance, TrickMaker } from "./trick.ts";

export type { Kind, Kinds };

/** Tricks beside those of the catalogue, and the error for a name that is neither. */
export interface KnownTricks {
  /** Your own tricks; one with the name of a catalogue trick replaces it. */
  use?: readonly TrickMaker[] | undefined;
  /** Makes the error for a name that is neither; by default a usage error. */
  unknown?: ((where: string, name: string, names: readonly string[]) => Error) | undefined;
}

/** The option `use`: your own tricks. */
export const useOption = optional(
  custom(
    v.array(v.custom<TrickMaker>((one) => typeof one === "function" && "definition" in one)),
    undefined,
    "a list of what defineLayer and the like gave, such as [myLayer], not myLayer()",
  ),
);

export const KNOWN = { use: useOption, unknown: optional(functionOption()) } satisfies Checks<KnownTricks>;

/**
 * The trick that a spec describes, as JSON gives it back. Specs within it (an initializer, a schedule, the layers of a
 * model) are rebuilt too. `{ use: [myLayer] }` adds your own tricks.
 * @param kind the catalogue: "layers", "optimizers", "losses", …
 * @param spec its name and its options, as plain JSON.
 * @throws a usage error that names the place, and the nearest valid name where a name is unknown.
 * @example
 * const layer = fromSpec("layers", { name: "dense", units: 10 });
 */
export function fromSpec<K extends Kind>(kind: K, spec: unknown, known: KnownTricks = {}): Kinds[K] {
  if (typeof kind !== "string") throw refused("fromSpec", 'the name of a catalogue, such as "layers"', kind);
  if (!Object.hasOwn(catalogue, kind)) throw unknownName("fromSpec", "catalogue", kind, Object.keys(catalogue));
  const { use } = resolveOptions("fromSpec", KNOWN, known);
  return rebuild([kind], spec, kind, { use, unknown: known.unknown, depth: 0 }) as unknown as Kinds[K];
}

/** Models that people write are less deep by far; a deeper description would fill the stack. */
const DEEPEST = 100;

type Rebuilding = KnownTricks & { depth: number };

function rebuild(kinds: readonly Kind[], spec: unknown, where: string, known: Rebuilding): Instance {
  if (isInstance(spec)) return spec;
  if (!isSpec(spec)) throw refused(where, "a trick as { name, … }", spec);
  if (known.depth > DEEPEST)
    throw usageError({ where, expected: `at most ${DEEPEST} tricks within one another`, received: "more" });
  const { name, ...given } = spec;
  const [made] = kinds.flatMap((kind) => {
    const make = makerOf(kind, name, known);
    return make === undefined ? [] : [{ kind, make }];
  });
  if (made === undefined) throw (known.unknown ?? unknownTrick)(where, name, kinds.flatMap(namesOf));
  const { kind, make } = made;
  const { options } = make.definition;
  const values = Object.entries(given).map(([key, value]) => {
    const current = currentName(options, key);
    const option = current === undefined ? undefined : options[current];
    return [key, withTricks(takenBy(kind, option), value, `${name}: ${key}`, within(known))];
  });
  const trick = make(Object.fromEntries(values));
  noteGiven(trick.values, []); // a spec holds defaults too
  if (kinds.some((one) => isOfKind(one, trick))) return trick;
  throw refused(where, `${KINDS[kinds[0]].a} such as ${KINDS[kinds[0]].such}`, trick, kinds); // one of your own
}

/** The value with every spec in it rebuilt, of an option that takes tricks of these kinds. */
function withTricks(kinds: readonly Kind[], value: unknown, where: string, known: Rebuilding): unknown {
  if (kinds.length === 0 || known.depth > 2 * DEEPEST) return value;
  if (Array.isArray(value)) return value.map((one, i) => withTricks(kinds, one, `${where}[${i}]`, within(known)));
  return isSpec(value) ? rebuild(kinds, value, where, known) : value;
}

function within(known: Rebuilding): Rebuilding {
  return { ...known, depth: known.depth + 1 };
}

/** The catalogues from which an option takes tricks; every number of an optimizer or transform may be a schedule. */
export function takenBy(kind: Kind, option: Option<unknown> | undefined): readonly Kind[] {
  if (option === undefined) return [];
  return (kind === "optimizers" || kind === "transforms" ? schedulable(option) : option).takes ?? [];
}

function unknownTrick(where: string, name: string, names: readonly string[]): Error {
  return unknownName(where, "name", name, names);
}

/** What makes the trick of a name, or of a former name. */
export function makerOf(kind: Kind, name: string, { use = [] }: KnownTricks): TrickMaker | undefined {
  const own = use.find(({ definition }) => definition.name === name);
  if (own !== undefined) return own;
  const tricks = catalogue[kind];
  if (Object.hasOwn(tricks, name)) return tricks[name];
  return Object.values(tricks).find(({ definition }) => definition.formerly?.includes(name));
}

function namesOf(kind: Kind): string[] {
  return Object.keys(catalogue[kind]);
}
