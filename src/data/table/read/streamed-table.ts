import { runError, usageError } from "../../../errors.ts";
import { defined } from "../../../options/defined.ts";
import { show } from "../../../options/show.ts";
import { RandomStream } from "../../../random.ts";
import type { Dataset, NumberArray, Samples } from "../../dataset.ts";
import { keptOnDisk } from "../../kept-on-disk.ts";
import { isMissing } from "../column-facts.ts";
import { fitTable } from "../fit-table.ts";
import { planTable } from "../plan-table.ts";
import type { Cell, Table } from "../table.ts";
import type { TableOptions } from "../table-options.ts";
import { tableSamples } from "../table-samples.ts";
import { FractionOfRows, type KeptRow, SomeRows } from "./some-rows.ts";
import { TargetRows } from "./target-rows.ts";

/** Rows that are read at once. */
const PART = 8192;
/** Training rows that are kept to find what the columns are, and to fit the encoding and the scaling. */
const SAMPLE = 20_000;
const MEMORY = 8; // megabytes on the device

/** A table that can be read again and again, in parts of about so many rows. */
export type ReadParts = (rows: number) => AsyncIterable<Table>;

/**
 * A dataset whose training rows are read anew in every epoch. All rows are read once before: to count them, to hold out
 * those of the other sets, which leave a row of each class, and to draw the rows by which columns are told apart and
 * medians, categories and scales found.
 * @throws a usage error for options that need all rows at once; a run error for an empty table.
 */
export async function streamedTable(name: string, parts: ReadParts, options: TableOptions): Promise<Dataset> {
  expectPossible(name, options);
  const { label, target, unlabeled, seed = 1, validation = 0, test = 0 } = options;
  const targets = [label ?? target ?? []].flat();
  const random = new RandomStream(seed, "split/streamed");
  const held = { test: rowsFor(test, random), validation: rowsFor(validation, random) };
  const sample = new SomeRows(SAMPLE, random);
  const classRows = targets.length === 1 ? new TargetRows(targets[0]) : undefined;
  const names = new Set<string>();
  let readAs: Table["read"];
  let [total, dropped] = [0, 0];
  for await (const part of parts(PART)) {
    readAs = part.read;
    for (const column of part.columns) names.add(column.name);
    const ofTargets = part.columns.filter((column) => targets.includes(column.name));
    for (let i = 0; i < part.columns[0].cells.length; i++, total++) {
      if (unlabeled === "drop" && ofTargets.some(({ cells }) => isMissing(cells[i]))) {
        dropped++;
        continue;
      }
      const row = rowAt(part, i, total);
      const left = held.test.offer(row);
      const rest = left && held.validation.offer(left);
      if (rest !== undefined) sample.offer(rest);
      classRows?.offer(row);
    }
  }
  if (total === dropped) throw runError({ where: name, expected: "at least one row of data", received: "none" });
  const out = [...held.test.rows, ...held.validation.rows];
  if (out.length === total - dropped)
    throw usageError({ where: name, expected: "rows left to train on", received: "all of them held out" });
  const taught = classRows?.taught(out) ?? [];
  const outside = new Set(out.map(({ number }) => number));
  for (const { number } of taught) outside.delete(number);
  const own = new Map([...sample.rows, ...taught].map((row) => [row.number, row]));
  const left = ({ rows }: { rows: readonly KeptRow[] }) => rows.filter(({ number }) => outside.has(number));
  const data = fitted(
    { name, ...defined({ read: readAs }) },
    [...names],
    { train: [...own.values()], validation: left(held.validation), test: left(held.test) },
    options,
  );
  const read = () => trainingSamples(data, parts, outside, { targets, drop: unlabeled === "drop" });
  const stream = { samples: total - dropped - outside.size, memory: MEMORY, read };
  return { ...data, stream: keptOnDisk(name, stream) };
}

/** The dataset of the rows that are kept. */
function fitted(
  said: Pick<Table, "name" | "read">,
  names: readonly string[],
  sets: Record<"train" | "validation" | "test", readonly KeptRow[]>,
  options: TableOptions,
): Dataset {
  const all = Object.values(sets).flat();
  const columns = names.map((column) => ({ name: column, cells: all.map(({ cells }) => cells[column] ?? null) }));
  const table: Table = { ...said, columns, lineOf: (row) => all[row].line };
  const rows: Partial<Record<keyof typeof sets, Uint32Array>> = {};
  let start = 0;
  for (const [part, { length }] of Object.entries(sets)) {
    const from = start;
    if (length > 0) rows[part as keyof typeof sets] = Uint32Array.from({ length }, (_, i) => from + i);
    start += length;
  }
  return fitTable({ table, plan: planTable(table, options), rows: { train: new Uint32Array(0), ...rows } });
}

/** The training rows as samples, part by part. */
async function* trainingSamples(
  { columns, classes, task, train }: Dataset,
  parts: ReadParts,
  outside: ReadonlySet<number>,
  { targets, drop }: { targets: readonly string[]; drop: boolean },
): AsyncGenerator<Samples> {
  if (columns === undefined) return;
  let first = 0; // the number of the part's first row
  for await (const part of parts(PART)) {
    const count = part.columns[0].cells.length;
    const ofTargets = drop ? part.columns.filter((column) => targets.includes(column.name)) : [];
    const rows = Array.from({ length: count }, (_, i) => i).filter(
      (i) => !outside.has(first + i) && !ofTargets.some(({ cells }) => isMissing(cells[i])),
    );
    first += count;
    if (rows.length === 0) continue;
    const own = rows.length === count ? part : someOf(part, rows);
    const samples = tableSamples(columns, own, { classes, areLabels: task === "multilabel", isPart: true });
    yield { ...samples, targets: { ...samples.targets, data: asStored(samples.targets.data, train.targets.data) } };
  }
}

function someOf(table: Table, rows: readonly number[]): Table {
  const { lineOf } = table;
  return {
    ...table,
    columns: table.columns.map(({ name, cells }) => ({ name, cells: rows.map((row) => cells[row]) })),
    ...(lineOf && { lineOf: (row) => lineOf(rows[row]) }),
  };
}

/** The numbers in an array of the type that others have. */
function asStored(numbers: NumberArray, like: NumberArray): NumberArray {
  if (numbers.constructor === like.constructor) return numbers;
  return new (like.constructor as new (numbers: NumberArray) => NumberArray)(numbers);
}

function rowAt({ columns, lineOf }: Table, i: number, number: number): KeptRow {
  const cells = Object.create(null) as Record<string, Cell>;
  for (const column of columns) cells[column.name] = column.cells[i];
  return { number, line: lineOf?.(i) ?? number + 1, cells };
}

function rowsFor(size: number, random: RandomStream): FractionOfRows | SomeRows {
  return size < 1 ? new FractionOfRows(size, random) : new SomeRows(size, random);
}

/** @throws a usage error for options that need all rows at once. */
function expectPossible(name: string, options: TableOptions): void {
  for (const key of ["group", "order"] as const)
    if (options[key] !== undefined)
      throw usageError({
        where: `${name}: ${key}`,
        expected: "none with stream, which draws the sets row by row",
        received: show(options[key]),
        fix: "Leave stream out, or split the file itself.",
      });
}
