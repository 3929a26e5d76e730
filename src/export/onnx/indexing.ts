import type { GraphWriter, Stored } from "./graph-writer.ts";
import type { Traced } from "./traced.ts";

/** Each element's own index along an axis; the others are broadcast. */
export function iota({ attributes: [{ axis }], shape }: Traced<"iota">, to: GraphWriter): Stored {
  const own = shape.map((extent, i) => (i === axis ? extent : 1));
  const { [axis]: extent } = shape;
  if (typeof extent === "number") {
    const numbers = Float32Array.from({ length: extent }, (_, i) => i);
    return { name: to.tensor(`indices ${own.join(" ")}`, own as number[], numbers), shape: own };
  }
  const end = to.add("Squeeze", [to.extents([extent])]);
  const [start, step] = [0, 1].map((number) => to.tensor(`integer ${number}`, [], BigInt64Array.of(BigInt(number))));
  const numbers = to.cast(to.add("Range", [start, end, step]), "float");
  return { name: to.reshape({ name: numbers, shape: [extent] }, own), shape: own };
}

/** Rows of a table by their numbers: not-a-numbers for what is the number of none, for which `Gather` would fail. */
export function gather({ operands: [table, indices], shape }: Traced<"gather">, to: GraphWriter): Stored {
  const rows = to.full(table);
  const numbers = to.full(indices);
  const { name } = numbers;
  const inside = to.add("And", [
    to.add("And", [to.add("GreaterOrEqual", [name, to.scalar(0)]), to.add("Less", [name, to.count(rows.shape[0])])]),
    to.add("Equal", [name, to.add("Floor", [name])]),
  ]);
  const safe = to.cast(to.add("Where", [inside, name, to.scalar(0)]), "int64");
  const found = to.add("Gather", [rows.name, safe], { axis: 0 });
  const eachRow = [...numbers.shape, ...rows.shape.slice(1).map(() => 1)];
  return {
    name: to.add("Where", [to.reshape({ name: inside, shape: numbers.shape }, eachRow), found, to.scalar(Number.NaN)]),
    shape,
  };
}
