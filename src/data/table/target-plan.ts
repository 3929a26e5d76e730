import { runError, usageError } from "../../errors.ts";
import { defined } from "../../options/defined.ts";
import { show } from "../../options/show.ts";
import { ClassNames } from "../class-names.ts";
import type { Values } from "../samples.ts";
import { compact } from "../stored-numbers.ts";
import type { Task } from "../task.ts";
import { type ColumnFacts, factsOf, isMissing, numberIn } from "./column-facts.ts";
import { expectNoCommas } from "./comma-numbers.ts";
import { placeOf } from "./place-of.ts";
import type { Table, TableColumn } from "./table.ts";
import type { PlannedTargets } from "./table-plan.ts";

/** Up to so many different whole numbers can be classes, if each stands in so many rows on average. */
const MOST_CLASSES = 20;
const ROWS_EACH = 10;

/**
 * What there is to learn from the columns of the targets. Words are classes; whole numbers of which each stands in many rows
 * too; other numbers are quantities. Several columns are quantities, or labels if all of them are 0 or 1.
 * @throws a run error for targets that are missing or of another kind, and for a single class.
 */
export function targetPlan(
  table: Table,
  columns: readonly TableColumn[],
  asked: Task | undefined,
  isLabel: boolean,
): PlannedTargets {
  for (const column of columns) checkComplete(table, column);
  const facts = columns.map(factsOf);
  if (asked === undefined && !isLabel)
    for (const [i, column] of columns.entries())
      expectNoCommas(table, column, facts[i], 'If all are classes: task: "classification".');
  const task = asked ?? (columns.length === 1 ? taskOfOne(facts[0], isLabel) : taskOfSeveral(columns));
  const names = columns.map(({ name }) => name);
  if (task === "classification" || task === "binary") {
    const [column] = columns;
    if (columns.length > 1)
      throw usageError({
        where: `${table.name}: task`,
        expected: `one target for ${task}`,
        received: `${columns.length}: ${names.join(", ")}`,
        fix: 'Labels that can hold at once are task: "multilabel"; quantities are task: "regression".',
      });
    const { values, classes } = classesOf(table, column, facts[0], task);
    return {
      columns: names,
      task: task === "classification" && asked === undefined && classes.length === 2 ? "binary" : task,
      values,
      classes,
      hints: asked === undefined && !isLabel ? hintsOfOne(column, facts[0], task) : [],
    };
  }
  const hints =
    asked !== undefined
      ? []
      : columns.length === 1
        ? hintsOfOne(columns[0], facts[0], task)
        : hintsOfSeveral(names, task);
  return { columns: names, task, values: targetValues(table, columns, task === "multilabel"), hints };
}

/**
 * The numbers of the columns of targets [rows, columns]; words for yes and no are 1 and 0.
 * @throws a run error for the first other cell, and where labels are asked for, for other numbers.
 */
export function targetValues(table: Table, columns: readonly TableColumn[], areLabels = false): Values {
  const width = columns.length;
  const numbers = new Float64Array(table.columns[0].cells.length * width);
  columns.forEach((column, i) => {
    column.cells.forEach((_, row) => {
      numbers[row * width + i] = areLabels ? labelIn(table, row, column) : quantityIn(table, row, column);
    });
  });
  return { shape: [numbers.length / width, width], data: compact(numbers, width) };
}

function taskOfOne({ words, whole, distinct, rows, low, high }: ColumnFacts, isLabel: boolean): Task {
  if (isLabel || words > 0) return "classification";
  const yesOrNo = distinct === 2 && low === 0 && high === 1;
  return whole && (yesOrNo || (distinct <= MOST_CLASSES && rows >= ROWS_EACH * distinct))
    ? "classification"
    : "regression";
}

function taskOfSeveral(columns: readonly TableColumn[]): Task {
  return columns.every(({ cells }) => cells.every((cell) => yesOrNo(cell) !== undefined)) ? "multilabel" : "regression";
}

/** Whole numbers with few values could be either. */
function hintsOfOne({ name }: TableColumn, { words, whole, distinct }: ColumnFacts, task: Task): string[] {
  if (words > 0 || !whole || distinct > 2 * MOST_CLASSES || distinct === 1) return [];
  return task === "classification"
    ? [
        `${name} has ${distinct} different whole numbers, which are taken as classes. If they are quantities, set task: "regression".`,
      ]
    : [
        `${name} has ${distinct} different whole numbers, which are taken as quantities. If they are classes, set task: "classification".`,
      ];
}

function hintsOfSeveral(names: readonly string[], task: Task): string[] {
  return task === "multilabel"
    ? [
        `${names.join(", ")} are all yes or no, and are taken as labels that can hold at once. If they are quantities, set task: "regression".`,
      ]
    : [];
}

function classesOf(
  table: Table,
  column: TableColumn,
  { distinct, rows }: ColumnFacts,
  task: Task,
): { values: Values; classes: readonly string[] } {
  const names = new ClassNames();
  for (const cell of column.cells) names.add(typeof cell === "string" ? cell.trim() : String(cell));
  const { labels, classes } = negativeFirst(names.numbered());
  const where = `${table.name}: column ${column.name.slice(0, 60)}`;
  const refuse = (expected: string, received: string, fix: string) => {
    throw runError({ where, expected, received, fix });
  };
  if (classes.length === 1)
    refuse(
      "at least two classes to tell apart",
      `one, ${show(classes[0])}`,
      "Choose another target, or add rows of other classes.",
    );
  if (task === "binary" && classes.length > 2)
    refuse("two classes, for yes or no", `${classes.length}`, 'Set task: "classification".');
  if (rows >= 20 && distinct > rows / 2)
    refuse(
      "classes with several rows each",
      `${distinct} different values in ${rows} rows`,
      "Choose another target. If these are quantities, they must be numbers.",
    );
  return {
    classes,
    values: { shape: [labels.length], data: classes.length <= 256 ? Uint8Array.from(labels) : Int32Array.from(labels) },
  };
}

/** Words for no and yes, in this order: the second class is the one that is looked for. */
const NO_YES: readonly (readonly [string, string])[] = [
  ["no", "yes"],
  ["n", "y"],
  ["false", "true"],
  ["f", "t"],
  ["negative", "positive"],
  ["neg", "pos"],
  ["-", "+"],
  ["off", "on"],
];

/** Two classes in the order no, yes, if these are what they say; others as they are. */
function negativeFirst(found: { labels: number[]; classes: string[] }): { labels: number[]; classes: string[] } {
  const [first, second, third] = found.classes.map((name) => name.toLowerCase());
  if (third !== undefined || !NO_YES.some(([no, yes]) => first === yes && second === no)) return found;
  return { labels: found.labels.map((label) => 1 - label), classes: [...found.classes].reverse() };
}

/** 0 for no, 1 for yes; undefined for anything else. */
function yesOrNo(cell: TableColumn["cells"][number]): 0 | 1 | undefined {
  const x = numberIn(cell);
  if (x !== undefined) return x === 0 ? 0 : x === 1 ? 1 : undefined;
  const word = String(cell).trim().toLowerCase();
  const pair = NO_YES.find((words) => words.includes(word));
  return pair === undefined ? undefined : pair[0] === word ? 0 : 1;
}

function labelIn(table: Table, row: number, { name, cells }: TableColumn): number {
  const label = yesOrNo(cells[row]);
  if (label !== undefined) return label;
  throw runError({
    where: placeOf(table, row, name),
    expected: "0 or 1, or yes or no, as a label",
    received: show(cells[row]),
    fix: 'If the targets are quantities, set task: "regression".',
  });
}

function quantityIn(table: Table, row: number, { name, cells }: TableColumn): number {
  const x = numberIn(cells[row]);
  if (x !== undefined && Number.isFinite(Math.fround(x))) return x;
  throw runError({
    where: placeOf(table, row, name),
    expected: x === undefined ? "a number, as a target of regression" : "a number up to 3.4e38, the limit of float32",
    received: show(cells[row]),
    ...defined({
      fix: x === undefined ? 'If these are classes, give one target with task: "classification".' : undefined,
    }),
  });
}

/** @throws a run error for the first row without a target. */
function checkComplete(table: Table, { name, cells }: TableColumn): void {
  const row = cells.findIndex(isMissing);
  if (row < 0) return;
  const others = cells.reduce<number>((count, cell) => count + (isMissing(cell) ? 1 : 0), -1);
  throw runError({
    where: placeOf(table, row, name),
    expected: "a target",
    received: `none${others === 0 ? "" : `, and none in ${others} other rows`}`,
    fix: 'Leave such rows out with unlabeled: "drop", or choose another target.',
  });
}
