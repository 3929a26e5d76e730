import { shortened } from "../../options/show.ts";
import { DATASET_PARTS } from "../samples.ts";
import { listed } from "./chosen-columns.ts";
import { isMissing } from "./column-facts.ts";
import { isLearnable } from "./fit-encoding.ts";
import type { TableEncoding } from "./table-encoding.ts";
import type { TableRows } from "./table-rows.ts";

/**
 * Hints, as sentences, at what was made of a table: what was guessed of its targets, which columns are left out without
 * being asked for, values that are missing in other rows than those of training, classes of fewer rows than there are sets.
 */
export function hintsAboutTable(table: TableRows, { inputs }: TableEncoding): string[] {
  return [
    ...table.plan.targets.hints,
    ...aboutIgnored(table),
    ...aboutMissing(table, inputs),
    ...aboutRareClasses(table),
  ];
}

/** Why a column is left out, where an option asked for it. */
const ASKED = /^(as asked|the (weights|groups|order) of)/;

function aboutIgnored({ plan }: TableRows): string[] {
  const left = plan.inputs.flatMap((column) =>
    column.kind === "ignored" && !ASKED.test(column.why) ? [`${shortened(column.name, 40)} (${column.why})`] : [],
  );
  return left.length === 0
    ? []
    : [
        `Columns that are not used: ${listed(left, 8, 120)}. Name one in numeric (--numeric) or categorical (--categorical) to use it, or in ignore (--ignore) to leave it out.`,
      ];
}

/** Columns of which many values are missing in other sets, and none in training: nothing says so to the model. */
function aboutMissing({ table, rows }: TableRows, inputs: TableEncoding["inputs"]): string[] {
  const cells = new Map(table.columns.map((column) => [column.name, column.cells]));
  const missing = (name: string, of: readonly number[]) =>
    of.filter((row) => isMissing(cells.get(name)?.[row] ?? null)).length;
  const [train, ...others] = DATASET_PARTS.map((part) => [...(rows[part] ?? [])]);
  const filled = inputs.filter(
    ({ name, kind }) =>
      kind === "numeric" &&
      missing(name, train) === 0 &&
      isLearnable(missing(name, others.flat()), train.length + others.flat().length),
  );
  return filled.length === 0
    ? []
    : [
        `Values of ${listed(filled.map(({ name }) => name))} are missing in the validation or test set alone: they are filled with the median, without a feature that says so.`,
      ];
}

function aboutRareClasses({ plan: { targets }, rows }: TableRows): string[] {
  const { classes = [], values } = targets;
  const sets = DATASET_PARTS.filter((part) => rows[part] !== undefined);
  if (classes.length === 0 || sets.length === 1) return [];
  const lacking = sets.flatMap((part) => {
    const seen = new Set(Array.from(rows[part] ?? [], (row) => values.data[row]));
    const names = classes.filter((_, number) => !seen.has(number));
    return names.length === 0 || part === "train" ? [] : [`the ${part} set has no row of ${listed(names, 5)}`];
  });
  return lacking.length === 0 ? [] : [`${lacking.join("; ").replace(/^t/, "T")}.`];
}
