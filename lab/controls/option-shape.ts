import { catalogue, fromExpression, type Option } from "evenkeel";

/** The name of a catalogue. */
export type Kind = keyof typeof catalogue;

/** What kind of control an option takes. */
export type OptionShape =
  | { kind: "number"; low: number; high: number; whole: boolean }
  | { kind: "switch" }
  | { kind: "choice"; choices: readonly string[] }
  /** A trick, or a list of them; names that stand for something else beside those of the catalogues: "none". */
  | { kind: "trick"; kinds: readonly Kind[]; names: readonly string[]; several: boolean }
  | { kind: "list" }
  | { kind: "text" };

/** Whether an option takes a value, by its own schema. */
export function holds({ schema }: Option<unknown>, value: unknown): boolean {
  const checked = schema["~standard"].validate(value);
  return !("then" in checked) && checked.issues === undefined;
}

/** The control that an option takes. Its schema is asked what it accepts, so no option has to say it twice. */
export function shapeOf(option: Option<unknown>): OptionShape {
  const { takes = [], choices = [] } = option;
  if (takes.length > 0) {
    const trick = sampleOf(takes[0]);
    const several = holds(option, [trick]) && !holds(option, trick);
    if (several || holds(option, trick)) return { kind: "trick", kinds: takes, names: choices, several };
    return { kind: "text" }; // pairs, nodes and the like: an expression says them
  }
  if (holds(option, true) && holds(option, false)) return { kind: "switch" };
  const names = choices.length > 0 ? choices : namesIn(option);
  if (names.length > 1) return { kind: "choice", choices: names };
  const number = numberShape(option);
  if (number !== undefined) return number;
  return holds(option, [1]) || holds(option, ["1"]) ? { kind: "list" } : { kind: "text" };
}

/** The names in "one of edge, zero", as far as they are accepted. */
function namesIn(option: Option<unknown>): string[] {
  const names = /^one of (.+)$/.exec(option.accepts)?.[1].split(", ") ?? [];
  return names.filter((name) => holds(option, name));
}

/** Numbers that an option is asked about, in order; some of them lie in every range. */
const ASKED = [-1e15, -1, -0.5, 0, 1e-9, 0.5, 1, 2, 8, 16, 100, 1e4, 1e6, 1e15];

function numberShape(option: Option<unknown>): OptionShape | undefined {
  const takesNumber = (x: number) => holds(option, x);
  if (takesNumber(Number.NaN) || holds(option, "any text")) return undefined;
  const taken = ASKED.filter(takesNumber);
  if (taken.length < 2) return undefined;
  const whole = !taken.some((x) => !Number.isInteger(x));
  const [least, most] = [taken[0], taken[taken.length - 1]];
  return {
    kind: "number",
    whole,
    low: least === ASKED[0] ? Number.NEGATIVE_INFINITY : edge(takesNumber, least, below(least), whole),
    high: most === 1e15 ? Number.POSITIVE_INFINITY : edge(takesNumber, most, above(most), whole),
  };
}

const below = (x: number) => ASKED[ASKED.indexOf(x) - 1];
const above = (x: number) => ASKED[ASKED.indexOf(x) + 1];

/** The last number that is taken between one that is and one that is not. A range that is open there ends at its limit. */
function edge(takes: (x: number) => boolean, inside: number, outside: number, whole: boolean): number {
  let [last, first] = [inside, outside];
  for (let i = 0; i < 60 && Math.abs(first - last) > (whole ? 1 : 1e-12); i++) {
    const middle = whole ? Math.round((last + first) / 2) : (last + first) / 2;
    if (takes(middle)) last = middle;
    else first = middle;
  }
  return whole ? last : Number(last.toFixed(9)); // 1e-12 above 0 means 0
}

/** Some trick of a catalogue, to ask with: the example of one. */
function sampleOf(kind: Kind): unknown {
  for (const { definition } of Object.values(catalogue[kind])) {
    try {
      return fromExpression(kind, definition.example ?? "");
    } catch {} // an example of several tricks
  }
  return undefined;
}
