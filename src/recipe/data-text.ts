import * as v from "valibot";
import { catalogue } from "../catalogue.ts";
import type * as sources from "../data/sources/index.ts";
import { usageError } from "../errors.ts";
import { show } from "../options/show.ts";
import { custom, type DemandedIn, type Option } from "../options.ts";
import { givenOf } from "../trick/given.ts";
import { isSpec, type Spec } from "../trick/instance.ts";
import { isOfKind } from "../trick/of-kind.ts";
import { type Expression, isExpression, readWritten, type Use, withoutBrackets, writtenText } from "./written.ts";

/** Names of recipes that differ from those of their sources. */
const ALIASES: Readonly<Record<string, string>> = { fashionMnist: "fashion-mnist" };
/** The sources that need no option. */
type Named = {
  [K in keyof typeof sources]: [DemandedIn<(typeof sources)[K]["definition"]["options"]>] extends [never] ? K : never;
}[keyof typeof sources];
type DataName = Exclude<Named, "fashionMnist"> | "fashion-mnist";

/** A file or a folder: "table.csv", "data/photos". */
export type Path = `${string}.${string}` | `${string}/${string}`;

/** The sources that a name alone stands for. */
export const DATASETS = Object.entries(catalogue.sources)
  .filter(([, { definition }]) => Object.values(definition.options).every(mayBeLeftOut))
  .map(([name]) => ALIASES[name] ?? name)
  .sort() as DataName[];

function mayBeLeftOut({ schema, fallback }: Option<unknown>): boolean {
  return fallback !== undefined || v.is(schema, undefined);
}

/** Whether a text is the path of a file or folder. */
function isPath(text: string): boolean {
  return !isExpression(text) && /[./\\]/.test(text);
}

const ACCEPTS = `one of ${DATASETS.join(", ")}, a path such as table.csv or ./photos, or an expression such as csv("table.csv", { target: "species" })`;

export const dataOption: Option<DataName | Path | Expression> = {
  ...custom<DataName | Path | Expression>(
    v.custom<DataName | Path | Expression>((value) => {
      if (typeof value !== "string") return isOfKind("sources", value) || isSpec(value);
      return isExpression(value) || isPath(value) || nameOf(value) !== undefined;
    }),
    "digits",
    ACCEPTS,
    "the dataset: a name, the path of a table or of a folder of images, or an expression",
    ["sources"],
  ),
  choices: DATASETS,
};

/** The name of a source as recipes have it. */
function nameOf(text: string): DataName | undefined {
  return DATASETS.find((name) => name === (ALIASES[text] ?? text));
}

/** The canonical text of a source of data. */
export function dataText(value: unknown, use: Use): string {
  if (typeof value === "string" && !isExpression(value)) return nameOf(value) ?? value;
  const text = writtenText("recipe: data", ["sources"], value, use);
  // digits alone has other sizes than digits()
  return text === "digits" ? "digits()" : (nameOf(text) ?? withoutBrackets(text, use));
}

/** What a text stands for: the source with its options. */
export function sourceSpec(text: string, use: Use): Spec {
  if (isExpression(text)) return readWritten("recipe: data", ["sources"], text, use).toJSON();
  const name = nameOf(text);
  const source = Object.keys(catalogue.sources).find((each) => (ALIASES[each] ?? each) === name);
  if (source !== undefined) return { name: source };
  return isPath(text) ? specOfPath(text) : { name: text };
}

/** The options that the text of a source gives, also with their default. */
export function givenInData(text: string, use: Use): ReadonlySet<string> {
  return isExpression(text) ? givenOf(readWritten("recipe: data", ["sources"], text, use)) : new Set();
}

/** The source that reads a path: a table or an array by its ending, or a folder of images. */
function specOfPath(path: string): Spec {
  const [, ending] = /\.(\w+)$/.exec(path.replace(/^.*[/\\]/, "").replace(/\.gz$/i, "")) ?? [];
  if (ending === undefined) return { name: "imageFolder", path };
  if (/^npz$/i.test(ending)) return { name: "npz", path };
  if (!/^npy$/i.test(ending)) return { name: "table", path };
  throw usageError({
    where: "recipe: data",
    expected: "an expression that says where inputs and labels are",
    received: show(path),
    fix: 'Write npy({ inputs: "inputs.npy", labels: "labels.npy" }).',
  });
}

/** Sources whose data are images, which may be said before they are loaded. */
const IMAGES = ["digits", "mnist", "fashionMnist", "cifar10", "imageFolder"];

/** Whether a recipe names images. */
export function namesImages({ data, use }: { data: string; use?: Use }): boolean {
  return IMAGES.includes(sourceSpec(data, use).name);
}
