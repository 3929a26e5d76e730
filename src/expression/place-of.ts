import type { EvenkeelError } from "../errors.ts";
import { currentName } from "../options/current-name.ts";
import { positionalOf } from "../trick/positional.ts";
import type { TrickDefinition } from "../trick.ts";
import type { Span } from "./place.ts";
import type { Call, Entry, Node } from "./syntax.ts";

/** The part of a call that an error of the maker is about: "conv2d: filters", "join: boundaries[1]"; else the call's name. */
export function placeOf(error: EvenkeelError, definition: TrickDefinition, call: Call): Span {
  const { name } = definition;
  const [, twice] = /^(\w+) once$/.exec(error.facts.expected) ?? [];
  const again = entriesOf(definition, call, twice ?? "").at(-1);
  if (again !== undefined) return again.at;
  const path = error.where.startsWith(`${name}: `) ? error.where.slice(name.length + 2) : "";
  const [, key = "", indices = ""] = /^(\w+)((?:\[\d+\])*)/.exec(path) ?? [];
  const start = argumentOf(key, definition, call) ?? surplusIn(definition, call);
  if (start === undefined) return call.at;
  let node = start;
  for (const [, i] of indices.matchAll(/\[(\d+)\]/g)) {
    const inner: Node | undefined = node.type === "list" || node.type === "call" ? itemsOf(node)[Number(i)] : undefined;
    if (inner === undefined) break;
    node = inner;
  }
  return node === call ? call.at : node;
}

function itemsOf(node: Node): readonly Node[] {
  if (node.type === "list") return node.items;
  return node.type === "call" ? node.args : [];
}

/** An option where it is given by name, under the name of today or a former one. */
function entriesOf({ options }: TrickDefinition, { args }: Call, key: string): Entry[] {
  const entries = args.flatMap((arg) => (arg.type === "entries" ? arg.entries : []));
  return entries.filter((entry) => currentName(options, entry.key) === key);
}

/** The value of an option in a call, whether by name or by place. */
function argumentOf(key: string, definition: TrickDefinition, call: Call): Node | undefined {
  const [named] = entriesOf(definition, call, key);
  if (named !== undefined) return named.value;
  if (key === definition.spread) return call;
  const place = call.args[positionalOf(definition).indexOf(key)];
  return place?.type === "entries" ? undefined : place;
}

/** The first argument that has no place. */
function surplusIn(definition: TrickDefinition, { args }: Call): Node | undefined {
  if (definition.spread !== undefined) return undefined;
  return args.slice(positionalOf(definition).length).find(({ type }) => type !== "entries");
}
