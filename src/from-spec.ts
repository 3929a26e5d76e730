import * as v from "valibot";
import { catalogue, type Kinds } from "./catalogue.ts";
import { usageError } from "./errors.ts";
import type { Layer } from "./model/layer.ts";
import { sequential } from "./model/sequential.ts";
import { chain } from "./optimize/compose/chain.ts";
import type { Optimizer } from "./optimize/optimizer.ts";
import { schedulable } from "./optimize/schedule.ts";
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
import { ensemble, ensembleLayer } from "./predict/ensemble.ts";
import { isInstance } from "./trick/instance.ts";
import type { Kind } from "./trick/kinds.ts";
import type { Instance, Spec, TrickDefinition, TrickMaker } from "./trick.ts";

export type { Kind, Kinds };

interface Maker {
  definition: TrickDefinition;
  make(values: Record<string, unknown>): Instance;
}

/** Tricks beside those of the catalogue, and the error for a name that is neither. */
export interface KnownTricks {
  /** Your own tricks; one with the name of a catalogue trick replaces it. */
  use?: readonly TrickMaker[] | undefined;
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

const KNOWN = { use: useOption, unknown: optional(functionOption()) } satisfies Checks<KnownTricks>;

/** What is made of others and stands in no folder. */
const COMPOSITES: Readonly<Record<string, Readonly<Record<string, Maker>>>> = {
  layers: {
    ensemble: composite(ensemble.definition, ensembleLayer),
    sequential: composite(sequential.definition, ({ layers }) => sequential(layers as Layer[])),
  },
  optimizers: {
    chain: composite(chain.definition, ({ stages }) => chain(...(stages as Optimizer[]))),
  },
};

/**
 * The trick that a spec describes, as JSON gives it back: `fromSpec("layers", { name: "dense", units: 10 })`. Specs within
 * it (an initializer, a schedule, the layers of a model) are rebuilt too. `{ use: [myLayer] }` adds your own tricks.
 * @throws a usage error that names the place, and the nearest valid name where a name is unknown.
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
  const kind = kinds.find((candidate) => makerOf(candidate, name, known) !== undefined);
  if (kind === undefined) throw (known.unknown ?? unknownTrick)(where, name, kinds.flatMap(namesOf));
  const { definition, make } = makerOf(kind, name, known) as Maker;
  const values = Object.entries(given).map(([key, value]) => {
    const option = Object.hasOwn(definition.options, key) ? definition.options[key] : undefined;
    return [key, withTricks(takenBy(kind, option), value, `${name}: ${key}`, within(known))];
  });
  return make(Object.fromEntries(values));
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
function takenBy(kind: Kind, option: Option<unknown> | undefined): readonly Kind[] {
  if (option === undefined) return [];
  return (kind === "optimizers" || kind === "transforms" ? schedulable(option) : option).takes ?? [];
}

function unknownTrick(where: string, name: string, names: readonly string[]): Error {
  return unknownName(where, "name", name, names);
}

function makerOf(kind: Kind, name: string, { use = [] }: KnownTricks): Maker | undefined {
  const own = use.find(({ definition }) => definition.name === name);
  if (own !== undefined) return { definition: own.definition, make: own };
  const composites = COMPOSITES[kind] ?? {};
  if (Object.hasOwn(composites, name)) return composites[name];
  if (!Object.hasOwn(catalogue[kind], name)) return undefined;
  const make = catalogue[kind][name];
  return { definition: make.definition, make };
}

function namesOf(kind: Kind): string[] {
  return [...Object.keys(catalogue[kind]), ...Object.keys(COMPOSITES[kind] ?? {})];
}

function composite(definition: TrickDefinition, make: Maker["make"]): Maker {
  return { definition, make: (values) => make(resolveOptions(definition.name, definition.options, values)) };
}

/** Whether a value describes a trick. */
export function isSpec(value: unknown): value is Spec {
  return typeof value === "object" && value !== null && typeof (value as Spec).name === "string" && !isInstance(value);
}
