import { runError, usageError } from "../../errors.ts";
import { defined } from "../../options/defined.ts";
import { show } from "../../options/show.ts";
import { chosenColumns } from "./chosen-columns.ts";
import { type ColumnFacts, factsOf, isMissing, numberIn } from "./column-facts.ts";
import { kindOf } from "./column-kind.ts";
import { orderOf } from "./order-of.ts";
import { placeOf } from "./place-of.ts";
import type { Table, TableColumn } from "./table.ts";
import type { TableOptions } from "./table-options.ts";
import type { PlannedColumn, TablePlan } from "./table-plan.ts";
import { targetPlan } from "./target-plan.ts";
import { weightsOf } from "./weights-of.ts";

/** How the columns of a table are meant: by the options, or as they look. */
export function planTable(table: Table, options: TableOptions): TablePlan {
  const { label, target, task, ignore, numeric, categorical, weights, group, order } = options;
  const byLabel = label !== undefined;
  const roles = Object.entries({
    [byLabel ? "label" : "target"]: label ?? target,
    ignore,
    numeric,
    categorical,
    weights,
    group,
    order,
  });
  const chosen = roles.map(([role, names]) => ({ role, columns: chosenColumns(table, role, names) }));
  checkRoles(table, chosen);
  const roleOf = new Map(chosen.toReversed().flatMap(({ role, columns }) => columns.map(({ name }) => [name, role])));
  const columnsIn = (role: string) => chosen.find((one) => one.role === role)?.columns ?? [];
  const targets = columnsIn(byLabel ? "label" : "target");
  const inputs = withSomeLeft(
    table.columns
      .filter((column) => !targets.includes(column))
      .map((column) => planColumn(table, column, roleOf.get(column.name))),
  );
  if (inputs.every(({ kind }) => kind === "ignored")) throw noInputs(table, inputs);
  const [weighing] = columnsIn("weights");
  const [grouping] = columnsIn("group");
  const [ordering] = columnsIn("order");
  return {
    inputs,
    targets: targetPlan(table, targets, task, byLabel),
    ...defined({
      weights: weighing && { column: weighing.name, values: weightsOf(table, weighing) },
      groups: grouping && groupsOf(table, grouping),
      order: ordering && orderOf(table, ordering),
    }),
  };
}

/** Roles that a column may have beside another one: what it is as an input. */
const AS_INPUT = ["numeric", "categorical"];

/** @throws a usage error for a column with two roles that exclude one another. */
function checkRoles(table: Table, chosen: readonly { role: string; columns: readonly TableColumn[] }[]): void {
  const before = new Map<string, string>();
  for (const { role, columns } of chosen)
    for (const { name } of columns) {
      const other = before.get(name);
      const fits = other === undefined || (AS_INPUT.includes(other) && ["group", "order", "weights"].includes(role));
      if (!fits)
        throw usageError({
          where: `${table.name}: ${role}`,
          expected:
            other === "target" || other === "label"
              ? "columns that are not the target"
              : `columns that are not in ${other}`,
          received: show(name),
        });
      before.set(name, role);
    }
}

const WHY: Readonly<Record<string, string>> = {
  ignore: "as asked",
  weights: "the weights of the rows",
  group: "the groups of the split",
  order: "the order of the split",
};

function planColumn(table: Table, column: TableColumn, role: string | undefined): PlannedColumn {
  const { name } = column;
  const facts = factsOf(column);
  const why = role === undefined ? undefined : WHY[role];
  if (why !== undefined) return { kind: "ignored", name, why, facts };
  if (role === "numeric") checkNumbers(table, column, facts);
  if (role === "numeric" || role === "categorical") return { kind: role, name, facts };
  const { kind, why: found } = kindOf(table, column, facts);
  return kind === "ignored" ? { kind, name, why: found, facts } : { kind, name, facts };
}

/** Where numbered rows are all there is, they are a quantity: x of y = f(x). */
function withSomeLeft(inputs: readonly PlannedColumn[]): PlannedColumn[] {
  const some = inputs.some(({ kind }) => kind !== "ignored");
  return inputs.map((column) =>
    !some && column.kind === "ignored" && column.why.startsWith("an id") && column.facts.words === 0
      ? { kind: "numeric", name: column.name, facts: column.facts }
      : column,
  );
}

function noInputs({ name }: Table, inputs: readonly PlannedColumn[]): Error {
  const reasons = inputs
    .slice(0, 5)
    .map((column) => `${column.name} is ignored (${column.kind === "ignored" ? column.why : ""})`);
  return usageError({
    where: name,
    expected: "at least one column of inputs",
    received: reasons.length === 0 ? "none" : `none: ${reasons.join(", ")}${inputs.length > 5 ? ", …" : ""}`,
    ...defined({ fix: reasons.length === 0 ? undefined : "Name columns to be used in numeric or categorical." }),
  });
}

/** @throws a run error for the first cell of a column of quantities that is not a number. */
function checkNumbers(table: Table, { name, cells }: TableColumn, { words, firstWord, numbers }: ColumnFacts): void {
  if (words === 0) return;
  throw runError({
    where: placeOf(table, firstWord, name),
    expected: `a number, as ${show(name)} is in numeric`,
    received: `${show(cells[firstWord])}${words === 1 ? "" : `, the first of ${words} words`}`,
    fix:
      numbers === 0
        ? "Leave it out of numeric."
        : `If it means that a value is missing: missing: [${show(cells[firstWord])}].`,
  });
}

/** Numbers for the different values of a column. */
function groupsOf(table: Table, { name, cells }: TableColumn): Uint32Array {
  const numberOf = new Map<unknown, number>();
  return Uint32Array.from(cells, (cell, row) => {
    if (isMissing(cell))
      throw runError({ where: placeOf(table, row, name), expected: "a group", received: "a missing value" });
    const key = numberIn(cell) ?? cell;
    const number = numberOf.get(key) ?? numberOf.size;
    numberOf.set(key, number);
    return number;
  });
}
