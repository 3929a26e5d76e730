import type { LinearScale } from "../../data/scaling.ts";
import { widthOf } from "../../data/table/features-of.ts";
import type {
  CategoricalColumn,
  ColumnEncoding,
  NumericColumn,
  TableEncoding,
} from "../../data/table/table-encoding.ts";
import type { GraphWriter } from "./graph-writer.ts";
import type { OnnxType, OnnxValue } from "./onnx-model.ts";

/** A column that a model uses. */
type UsedColumn = NumericColumn | CategoricalColumn;

export function usedColumns({ inputs }: TableEncoding): UsedColumn[] {
  return inputs.filter((column: ColumnEncoding) => column.kind !== "ignored");
}

/** The columns of a table as inputs, each [batch, 1], as `predictRows` takes their cells. */
export function columnInputs(columns: TableEncoding): OnnxValue[] {
  return usedColumns(columns).map((column) => ({
    name: column.name,
    type: column.kind === "categorical" ? "string" : numbersOf(columns),
    shape: ["batch", 1],
    doc:
      column.kind === "numeric"
        ? `A number; NaN where it is missing, which counts as ${column.fill}.`
        : `One of ${column.categories.map((word) => JSON.stringify(word)).join(", ")}; anything else, such as "", counts as missing.`,
  }));
}

/** The type of numbers in which the features of a table are computed. */
export function numbersOf({ float64 }: TableEncoding): OnnxType & ("float" | "double") {
  return float64 ? "double" : "float";
}

/** The features [batch, features] of a table, out of its columns: `encodeCells` in ONNX. */
export function columnFeatures(columns: TableEncoding, to: GraphWriter): string {
  const type = numbersOf(columns);
  const parts = usedColumns(columns).flatMap((column) =>
    to.within(`column ${column.name}`, () =>
      column.kind === "numeric" ? numericFeatures(column, type, to) : [categoryFeatures(column, type, to)],
    ),
  );
  return to.within("columns", () => to.add("Concat", parts, { axis: 1 }));
}

function numericFeatures({ name, fill, flag }: NumericColumn, type: "float" | "double", to: GraphWriter): string[] {
  const missing = to.add("IsNaN", [name]);
  const number = to.add("Where", [missing, doubles([fill], [], type, to), name]);
  return flag ? [number, to.cast(missing, type)] : [number];
}

function categoryFeatures(column: CategoricalColumn, type: "float" | "double", to: GraphWriter): string {
  const { name, categories, as } = column;
  const number = to.add("LabelEncoder", [name], {
    keys_strings: { strings: categories },
    values_floats: { floats: categories.map((_, i) => i) },
    default_float: { float: categories.length },
  });
  if (as === "embedded") return type === "float" ? number : to.cast(number, type);
  const width = widthOf(column);
  const each = to.tensor(
    `categories ${width}`,
    [1, width],
    Float32Array.from({ length: width }, (_, i) => i),
  );
  return to.cast(to.add("Equal", [number, each]), type);
}

/** Inputs in float64, scaled in it, then as the float32 that the model computes in. */
export function scaledInDouble(features: string, { subtract, multiply }: LinearScale, to: GraphWriter): string {
  return to.within("scaling of inputs", () => {
    const part = (numbers: LinearScale["subtract"]) => {
      const list = [numbers].flat();
      return doubles(list, list.length === 1 ? [] : [list.length], "double", to);
    };
    const scaled = to.add("Mul", [to.add("Sub", [features, part(subtract)]), part(multiply)]);
    return to.cast(scaled, "float");
  });
}

function doubles(values: readonly number[], shape: readonly number[], type: "float" | "double", to: GraphWriter) {
  const data = type === "float" ? Float32Array.from(values) : Float64Array.from(values);
  return to.tensor(`${type} ${values.join(" ")}`, shape, data);
}
