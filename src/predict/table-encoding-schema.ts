import * as v from "valibot";
import type { TableEncoding } from "../data/table/table-encoding.ts";

const finite = v.pipe(v.number(), v.finite());
const text = v.union([v.string(), finite]);
/** Each at most once. */
const names = v.pipe(
  v.array(v.string()),
  v.check((list) => new Set(list).size === list.length, "a name twice"),
);
const column = v.variant("kind", [
  v.object({ kind: v.literal("numeric"), name: v.string(), fill: finite, flag: v.boolean() }),
  v.object({
    kind: v.literal("categorical"),
    name: v.string(),
    categories: names,
    as: v.picklist(["one-hot", "embedded"]),
    rest: v.boolean(),
  }),
  v.object({ kind: v.literal("ignored"), name: v.string(), why: v.string() }),
]);
/** What a file has of the columns of a table. */
export const tableEncoding: v.GenericSchema<unknown, TableEncoding> = v.object({
  inputs: v.pipe(
    v.array(column),
    v.check((list) => new Set(list.map((one) => one.name)).size === list.length, "a column twice"),
  ),
  targets: names,
  float64: v.exactOptional(v.literal(true)),
  weights: v.exactOptional(v.string()),
  read: v.exactOptional(
    v.object({
      missing: v.exactOptional(v.union([text, v.array(text), v.literal(false)])),
      decimal: v.exactOptional(v.literal(",")),
    }),
  ),
});
