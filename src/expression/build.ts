import { EvenkeelError } from "../errors.ts";
import { type KnownTricks, makerOf, takenBy } from "../from-spec.ts";
import { currentName } from "../options/current-name.ts";
import { nearest } from "../options/nearest.ts";
import type { Option } from "../options/option.ts";
import { refused, unknownName } from "../options.ts";
import { isInstance, isOfAnotherCopy } from "../trick/instance.ts";
import { KINDS, type Kind } from "../trick/kinds.ts";
import { isOfKind, kindOfInstance } from "../trick/of-kind.ts";
import { positionalOf } from "../trick/positional.ts";
import { TRICK_NAMES } from "../trick/trick-names.ts";
import type { Instance, TrickDefinition, TrickMaker } from "../trick.ts";
import { errorAt, type Span, type Written } from "./place.ts";
import { placeOf } from "./place-of.ts";
import type { Call, Entries, Node } from "./syntax.ts";

/** The text that is built, and your own tricks that it may name. */
export interface Building extends Written, Pick<KnownTricks, "use"> {}

/** Kinds whose tricks are taken too where others are asked for: a model is a layer, a loss serves as a metric. */
const ALSO: { readonly [K in Kind]?: readonly Kind[] } = {
  layers: ["architectures"],
  architectures: ["layers"],
  metrics: ["losses"],
  transforms: ["optimizers"],
};

const ALL = Object.keys(KINDS) as Kind[];

/** The trick of some kinds that a whole expression is. @throws a usage error for what is none. */
export function trickOf(kinds: readonly Kind[], node: Node, building: Building): Instance {
  if (node.type === "call") return made(withOthers(kinds), node, building);
  const { a, such } = KINDS[kinds[0]];
  throw at(building, node, refused("", `${a} such as ${such}`, built(node, { kinds }, building), withOthers(kinds)));
}

/** "dense" of `{ "name": "dense", … }`: a trick as JSON has it, which is no expression, but what is meant is plain. */
function nameOfSpec(node: Node): string | undefined {
  const name = node.type === "entries" ? node.entries.find(({ key }) => key === "name")?.value : undefined;
  return name?.type === "literal" && typeof name.value === "string" ? name.value : undefined;
}

/** What a value is for: the kinds of tricks that may stand there, and what is accepted, in words. */
interface Wanted {
  readonly kinds: readonly Kind[];
  readonly option?: Option<unknown> | undefined;
}

function built(node: Node, wanted: Wanted, building: Building): unknown {
  if (node.type === "literal") return node.value;
  if (node.type === "list") return node.items.map((item) => built(item, wanted, building));
  const spec = wanted.kinds.length > 0 ? nameOfSpec(node) : undefined;
  if (spec !== undefined)
    throw errorAt(building, node, {
      expected: `a trick as ${spec}(…)`,
      received: "its JSON",
      fix: `Write ${spec}({ … }).`,
    });
  if (node.type === "entries")
    return Object.fromEntries(node.entries.map(({ key, value }) => [key, built(value, wanted, building)]));
  const { kinds, option } = wanted;
  if (kinds.length > 0) return made(withOthers(kinds), node, building);
  // No trick is right here, which its maker says best; a name that is no trick was meant as a text.
  if (find(ALL, node.name, building) !== undefined || option === undefined) return made(ALL, node, building);
  throw at(building, node, refused("", option.accepts, node.name), meantBy(node, option));
}

/** What was meant by a bare name in the place of a value. */
function meantBy({ name }: Call, option: Option<unknown>): string | undefined {
  const words = [...(option.choices ?? []), ...Array.from(option.accepts.matchAll(/"(\w+)"/g), ([, word]) => word)];
  const text = nearest(name, words);
  if (text !== undefined) return `Write it in quotation marks: "${text}".`;
  const constant = nearest(name, ["true", "false"]);
  return constant && `Did you mean ${constant}?`;
}

function withOthers(kinds: readonly Kind[]): readonly Kind[] {
  return [...new Set([...kinds, ...kinds.flatMap((kind) => ALSO[kind] ?? [])])];
}

function find(kinds: readonly Kind[], name: string, building: Building): { kind: Kind; make: TrickMaker } | undefined {
  for (const kind of kinds) {
    const make = makerOf(kind, name, building);
    if (make !== undefined) return { kind, make };
  }
  return undefined;
}

/** The trick that a call makes, one of these kinds. */
function made(kinds: readonly Kind[], call: Call, building: Building): Instance {
  const found = find(kinds, call.name, building);
  if (found === undefined) throw unknown(kinds, call, building);
  const { kind, make } = found;
  const args = argumentsOf(kind, make.definition, call, building);
  let trick: Instance;
  try {
    trick = make(...args);
  } catch (error) {
    throw error instanceof EvenkeelError ? at(building, placeOf(error, make.definition, call), error) : error;
  }
  if (kinds.some((wanted) => isOfKind(wanted, trick))) return trick;
  const a = isInstance(trick) ? kindOfInstance(trick)?.a : undefined;
  const other = isOfAnotherCopy(trick) ? "made by another copy of evenkeel" : "something else";
  throw ofAnotherKind(kinds, call, a ?? other, building);
}

/** The arguments of a call, with the tricks in them. */
function argumentsOf(kind: Kind, definition: TrickDefinition, call: Call, building: Building): unknown[] {
  const { name, options, spread } = definition;
  const positional = positionalOf(definition);
  const byPlace = (i: number) => options[spread ?? positional[i]];
  const wanted = (option: Option<unknown> | undefined): Wanted =>
    option === undefined ? { kinds: ALL } : { kinds: takenBy(kind, option), option };
  const byName = ({ entries }: Entries) =>
    entries.map(({ key, at: place, value }) => {
      const current = currentName(options, key);
      if (current === undefined) throw at(building, place, unknownName(name, "option", key, Object.keys(options)));
      return [key, built(value, wanted(options[current]), building)];
    });
  return call.args.map((arg, i) =>
    arg.type === "entries" ? Object.fromEntries(byName(arg)) : built(arg, wanted(byPlace(i)), building),
  );
}

/** The error for a name that no trick of these kinds has. */
function unknown(kinds: readonly Kind[], call: Call, building: Building): Error {
  const elsewhere = find(ALL, call.name, building);
  if (elsewhere !== undefined) return ofAnotherKind(kinds, call, KINDS[elsewhere.kind].a, building);
  const own = (building.use ?? []).map(({ definition }) => definition.name);
  const names = [...new Set([...own, ...kinds.flatMap((kind) => TRICK_NAMES[kind].split(" "))])];
  return at(building, call.at, unknownName("", "name", call.name, names));
}

function ofAnotherKind([kind]: readonly Kind[], call: Call, a: string, building: Building): Error {
  const { a: wanted, such } = KINDS[kind];
  const fix =
    kind === "optimizers" && a === KINDS.transforms.a
      ? `Put it before an optimizer: chain(${call.name}(…), adam()).`
      : undefined;
  return errorAt(building, call.at, { expected: `${wanted} such as ${such}`, received: `${call.name}(…), ${a}`, fix });
}

/** The same error, with the place in the text. */
function at(building: Building, place: Span, error: Error, fix?: string): Error {
  if (!(error instanceof EvenkeelError)) return error;
  const { where, ...facts } = error.facts;
  return errorAt(building, place, { ...facts, ...(where === "" ? {} : { where }), fix: fix ?? facts.fix }, error.kind);
}
