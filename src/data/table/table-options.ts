import * as v from "valibot";
import { type Checks, custom, oneOf, optional } from "../../options.ts";
import { SPLIT_OPTIONS, type SplitOptions } from "../split.ts";
import { TASKS, type Task } from "../task.ts";

/** What is to be made of the columns of a table, and how its rows are split. */
export interface TableOptions extends SplitOptions {
  /** What is to be predicted: a column, or several. Words are classes; numbers are classes or quantities: see `task`. */
  target?: string | readonly string[] | undefined;
  /** Instead of `target`: a column of classes, also where they are many different numbers. */
  label?: string | undefined;
  /** Columns that are not used. None by default. */
  ignore?: string | readonly string[] | undefined;
  /** Columns that are quantities whatever they look like. By default those with numbers alone. */
  numeric?: string | readonly string[] | undefined;
  /** Columns that are names whatever they look like. By default those with words that repeat. */
  categorical?: string | readonly string[] | undefined;
  /** What there is to learn. By default it follows from the target. */
  task?: Task | undefined;
  /** A column that says how much each row counts, at least 0. By default all count the same. */
  weights?: string | undefined;
  /** A column such as "patient": rows with one value of it are never in two sets. None by default. */
  group?: string | undefined;
  /** A column of numbers or dates: the last rows by it are the test set, those before them validate. None by default. */
  order?: string | undefined;
  /** What is done with rows without a target: refused by default, or left out. */
  unlabeled?: "refuse" | "drop" | undefined;
}

const name = v.pipe(v.string(), v.nonEmpty());
const COLUMN = 'the name of a column; without a header "1", "2", …';
const COLUMNS = "the name of a column, or a list of names";
const column = (doc: string) => optional(custom(name, undefined, COLUMN, doc));
const columns = (doc: string) => optional(custom(v.union([name, v.array(name)]), undefined, COLUMNS, doc));

export const TABLE_OPTIONS = {
  target: columns("the column to be predicted, or several; words are classes; none by default, where `label` is given"),
  label: column("instead of target: a column of classes, also where they are many different numbers; none by default"),
  ignore: columns("columns that are not used; none by default"),
  numeric: columns("columns that are quantities whatever they look like; by default those with numbers alone"),
  categorical: columns("columns that are names whatever they look like; by default those with words that repeat"),
  task: optional(
    custom<Task>(
      v.picklist(TASKS),
      undefined,
      `one of ${TASKS.join(", ")}`,
      "what there is to learn; by default it follows from the target",
    ),
  ),
  weights: column("the column that says how much each row counts; by default all count the same"),
  group: column("rows with one value of this column are never in two sets; none by default"),
  order: column("a column of numbers or dates: the last rows by it are the test set; none by default"),
  unlabeled: oneOf(["refuse", "drop"], "refuse", "what is done with rows without a target"),
  ...SPLIT_OPTIONS,
} satisfies Checks<TableOptions>;
