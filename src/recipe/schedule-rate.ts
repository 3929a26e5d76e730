import { catalogue } from "../catalogue.ts";
import { parse } from "../expression/parse.ts";
import type { Span } from "../expression/place.ts";
import type { Call } from "../expression/syntax.ts";
import { positionalOf } from "../trick/positional.ts";
import type { Use } from "./written.ts";

/** The options of schedules that a learning rate stands for; `schedule` may be one, or another schedule with a rate. */
const RATES = ["initial", "peak", "schedule"];

/** Where the rate of a schedule stands, or would stand; undefined for a schedule that has no single rate. */
interface RatePlace {
  readonly given: boolean;
  /** The rate with the comma before or behind it; where it is not given, an empty place. */
  readonly span: Span;
  /** What stands before and behind the rate in this place. */
  readonly before: string;
  readonly after: string;
}

/** Whether the text of a schedule leaves its rate to the key `learningRate`: "cosineDecay({ span: 20 })". */
export function lacksRate(text: string, where: string, use: Use): boolean {
  return placeOfRate(text, where, use)?.given === false;
}

/** The text of a schedule with a rate in its place. */
export function withRate(text: string, rate: number, where: string, use: Use): string {
  const place = placeOfRate(text, where, use);
  if (place === undefined || place.given) return text;
  const { span, before, after } = place;
  return `${text.slice(0, span.from)}${before}${rate}${after}${text.slice(span.to)}`;
}

/** The text of a schedule without its rate. */
export function withoutRate(text: string, where: string, use: Use): string {
  const place = placeOfRate(text, where, use);
  return place === undefined ? text : text.slice(0, place.span.from) + text.slice(place.span.to);
}

function placeOfRate(text: string, where: string, use: Use): RatePlace | undefined {
  const node = parse({ text, where });
  return node.type === "call" ? placeIn(node, use) : undefined;
}

function placeIn(call: Call, use: Use = []): RatePlace | undefined {
  const own = use.find(({ definition }) => definition.name === call.name);
  const make = own ?? (Object.hasOwn(catalogue.schedules, call.name) ? catalogue.schedules[call.name] : undefined);
  const positional = make === undefined ? [] : positionalOf(make.definition);
  const at = positional.findIndex((key) => RATES.includes(key));
  if (at < 0) return undefined;
  const byName = call.args.flatMap((arg) => (arg.type === "entries" ? arg.entries : []));
  const named = byName.find(({ key }) => key === positional[at]);
  const { [at]: arg, [at - 1]: previous, [at + 1]: next } = call.args;
  const given = named?.value ?? (arg?.type === "entries" ? undefined : arg);
  if (given?.type === "call") return placeIn(given, use);
  if (given !== undefined) {
    const from = previous === undefined || next !== undefined ? given.from : previous.to;
    return { given: true, span: { from, to: next?.from ?? given.to }, before: "", after: "" };
  }
  if (arg !== undefined) return { given: false, span: { from: arg.from, to: arg.from }, before: "", after: ", " };
  if (call.args.length < at) return undefined; // an earlier option is missing too, which its maker says
  if (previous !== undefined)
    return { given: false, span: { from: previous.to, to: previous.to }, before: ", ", after: "" };
  if (!call.called) return { given: false, span: { from: call.to, to: call.to }, before: "(", after: ")" };
  return { given: false, span: { from: call.to - 1, to: call.to - 1 }, before: "", after: "" };
}
