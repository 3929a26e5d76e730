import { runError } from "../../errors.ts";
import { show } from "../../options/show.ts";
import { isDate } from "../split/places-of.ts";
import { type ColumnFacts, isMissing, numberIn } from "./column-facts.ts";
import { expectNoCommas } from "./comma-numbers.ts";
import { placeOf } from "./place-of.ts";
import type { Table, TableColumn } from "./table.ts";

/** What a column looks like. */
export interface ColumnKind {
  readonly kind: "numeric" | "categorical" | "ignored";
  /** Why it is ignored. */
  readonly why: string;
}

/**
 * The kind of a column, by all of its cells: the first law that holds.
 * @throws a run error for a column of numbers with some words in it.
 */
export function kindOf(table: Table, column: TableColumn, facts: ColumnFacts): ColumnKind {
  checkOneKind(table, column, facts);
  const law = LAWS.find(({ holds }) => holds(facts, column));
  return { kind: law?.kind ?? "categorical", why: law?.why?.(facts, column) ?? "" };
}

interface Law {
  readonly kind: ColumnKind["kind"];
  holds(facts: ColumnFacts, column: TableColumn): boolean;
  why?(facts: ColumnFacts, column: TableColumn): string;
}

const LAWS: readonly Law[] = [
  {
    kind: "ignored",
    holds: ({ missing, rows }) => missing === rows,
    why: () => "empty",
  },
  {
    kind: "ignored",
    holds: ({ distinct, missing, rows }) => distinct === 1 && missing === 0 && rows > 1,
    why: (_, { cells }) => `constant, always ${show(cells[0])}`,
  },
  {
    kind: "ignored",
    holds: numbersRows,
    why: ({ low, high, rows }) =>
      high - low === rows - 1 ? `an id: counts the rows from ${low} to ${high}` : "an id, by its name",
  },
  { kind: "numeric", holds: ({ words }) => words === 0 },
  {
    kind: "ignored",
    holds: ({ numbers }, { cells }) => numbers === 0 && cells.every((cell) => cell === null || isDate(cell)),
    why: ({ distinct }, { name }) => `${distinct} dates; order: ${show(name)} splits by them`,
  },
  {
    kind: "ignored",
    holds: (facts) => facts.distinct > 2 && facts.distinct === presentIn(facts),
    why: () => "an id: a different value in each row",
  },
  {
    kind: "ignored",
    holds: isText,
    why: ({ distinct, rows }) => `text: ${distinct} different values in ${rows} rows`,
  },
];

/** Up to so many different values, numbers among words are codes that someone made up. */
const FEW = 16;

/**
 * Whether whole numbers only number the rows: they count from 0 or 1 without a gap, or the name says so. Years and measurements
 * that differ in all rows begin elsewhere or have gaps, and what a rank or a time counts is told by its name.
 */
function numbersRows(
  { rows, missing, words, whole, distinct, low, high }: ColumnFacts,
  { name }: TableColumn,
): boolean {
  if (words > 0 || missing > 0 || !whole || distinct !== rows || rows < 3) return false;
  if (ID.some((pattern) => pattern.test(name))) return true;
  const counts = (low === 0 || low === 1) && high - low === rows - 1;
  return rows >= 20 && counts && !COUNTED.test(name);
}

/** id, ID, row_id, PassengerId, index, "Unnamed: 0", and no name at all. */
const ID = [/^(|id|index|idx|row|key|unnamed.*)$|[_\-. ]id$/i, /[a-z]I[dD]$/];

/** Names of what counts by itself: a time, a place in an order. */
const COUNTED =
  /^(t|x)$|(^|[_\-. ])(time|steps?|years?|months?|weeks?|days?|hours?|minutes?|seconds?|ages?|ranks?|distance|position)([_\-. ]|$)/i;

/** Whether words hardly repeat, or are sentences. */
function isText(facts: ColumnFacts): boolean {
  const { distinct, characters, words } = facts;
  const present = presentIn(facts);
  return distinct > FEW && (distinct > present / 2 || (distinct > present / 10 && characters > 40 * words));
}

/** Whether all words are spellings of infinity, which is no number to train with. */
function areInfinite(cells: TableColumn["cells"]): boolean {
  return cells.every((cell) => isMissing(cell) || numberIn(cell) !== undefined || INFINITE.test(String(cell)));
}

const INFINITE = /^[+-]?inf(inity)?$/i;

function presentIn({ rows, missing }: ColumnFacts): number {
  return rows - missing;
}

/** @throws a run error for numbers with a few words, and for a column that changes from one to the other half-way. */
function checkOneKind(table: Table, { name, cells }: TableColumn, facts: ColumnFacts): void {
  const { numbers, words, firstWord, firstNumber, distinct, switches } = facts;
  const left = `If all are names: categorical: [${show(name)}]. Or leave the column out: ignore: [${show(name)}].`;
  expectNoCommas(table, { name, cells }, facts, left);
  if (numbers === 0 || words === 0 || distinct <= FEW) return;
  const few = words <= 0.05 * presentIn(facts) || (words < numbers && areInfinite(cells));
  if (!few && switches > 1 && (words > numbers || isText(facts))) return;
  const odd = Math.max(firstWord, firstNumber);
  const fixes = [few ? `If it means that a value is missing: missing: [${show(cells[firstWord])}].` : "", left];
  const word = `${show(cells[few ? firstWord : odd])}`;
  throw runError({
    where: placeOf(table, few ? firstWord : odd, name),
    expected: few || odd === firstWord ? `a number, as in ${numbers} other rows` : `words, as in ${words} other rows`,
    received:
      words === 1
        ? word
        : `${word}, the first of ${few || odd === firstWord ? `${words} words` : `${numbers} numbers`}`,
    fix: fixes.filter(Boolean).join(" "),
  });
}
