import { nearest } from "../../options/nearest.ts";
import { show } from "../../options/show.ts";
import { listed } from "./chosen-columns.ts";
import { isMissing, numberIn } from "./column-facts.ts";
import type { Table } from "./table.ts";
import type { CategoricalColumn, ColumnEncoding, TableEncoding } from "./table-encoding.ts";

/**
 * Hints, as sentences, at what may be wrong with new rows: columns that a model was not trained with, columns that it was
 * trained with and that no row has, categories that the training rows did not have.
 */
export function hintsAboutRows({ inputs, targets, weights }: TableEncoding, table: Table): string[] {
  const given = table.columns.map(({ name }) => name);
  const used = inputs.filter(({ kind }) => kind !== "ignored");
  const known = new Set([...inputs.map(({ name }) => name), ...targets, weights]);
  const lacking = used.filter(({ name }) => !given.includes(name));
  const unknown = given.filter((name) => !known.has(name));
  return [
    ...unknown.slice(0, 5).map((name) => {
      const meant = nearest(
        name,
        lacking.map((column) => column.name),
      );
      return `Column ${show(name)} is not used: the model was not trained with it.${meant === undefined ? "" : ` Did you mean ${meant}?`}`;
    }),
    ...lacking.slice(0, 5).map((column) => `No row has ${show(column.name)}: ${filledWith(column)}.`),
    ...used.flatMap((column) => (column.kind === "categorical" ? aboutUnseen(column, table) : [])),
  ];
}

function filledWith(column: ColumnEncoding): string {
  if (column.kind === "numeric") return `its median in training, ${Number(column.fill.toPrecision(6))}, is taken`;
  return "it counts as missing";
}

function aboutUnseen({ name, categories }: CategoricalColumn, { columns }: Table): string[] {
  const known = new Set<unknown>(categories.flatMap((word) => [word, numberIn(word) ?? word]));
  const cells = columns.find((column) => column.name === name)?.cells ?? [];
  const unseen = new Set(cells.filter((cell) => !isMissing(cell) && !known.has(cell) && !known.has(numberIn(cell))));
  if (unseen.size === 0) return [];
  return [`${show(name)} has values that the training rows did not have: ${listed([...unseen].map(show), 5)}.`];
}
