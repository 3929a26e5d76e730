import { type Shape, sizeOf } from "../graph/shape.ts";
import { expectShape } from "../options/expect-array.ts";
import { expectLayer } from "./checks/expect-layer.ts";
import type { BuiltLayer, Layer, TensorSpecs } from "./layer.ts";
import { outputsOf } from "./outputs-of.ts";

interface Row {
  layer: string;
  output: string;
  parameters: string;
}

/**
 * The layers of a model as a table: names, output shapes for one input of this shape, numbers of parameters:
 * `console.log(summary(mlp(), [28, 28, 1]))`.
 * @param inputShape the shape of one sample, without the batch.
 * @throws what a layer throws if the shape does not fit it.
 * @example
 * console.log(summary(mlp(), [28, 28, 1]));
 */
export function summary(layer: Layer, inputShape: Shape): string {
  expectLayer("summary: layer", layer);
  expectShape("summary: inputShape", inputShape);
  return summaryOf(layer.name, layer.build(inputShape), inputShape);
}

/** The same for a built layer. */
export function summaryOf(name: string, built: BuiltLayer, inputShape: Shape): string {
  const outputs = outputsOf(built, inputShape);
  const leaves = [...outputs].filter(([path]) => ![...outputs.keys()].some((other) => other.startsWith(`${path}/`)));
  const rows = leaves.map(([path, shape]) => row(path, shape, countOf(built.parameters, `${path}/`)));
  if (rows.length === 0) rows.push(row(name, built.outputShape, countOf(built.parameters)));
  const [parameters, statistics] = [countOf(built.parameters), countOf(built.state)];
  const total = `${group(parameters)} parameters${statistics === 0 ? "" : `, and ${group(statistics)} running statistics`}`;
  const head = { layer: "layer", output: "output", parameters: "parameters" };
  return [...table([head, row("input", inputShape, 0), ...rows]), total].join("\n");
}

function countOf(specs: TensorSpecs, prefix = ""): number {
  return Object.entries(specs).reduce(
    (sum, [name, { shape }]) => sum + (name.startsWith(prefix) ? sizeOf(shape) : 0),
    0,
  );
}

function row(layer: string, shape: Shape, parameters: number): Row {
  return { layer, output: shape.join(" × ") || "1", parameters: parameters === 0 ? "" : group(parameters) };
}

function table(rows: readonly Row[]): string[] {
  const width = (column: keyof Row) => Math.max(...rows.map((row) => row[column].length));
  const [layer, output, parameters] = [width("layer"), width("output"), width("parameters")];
  return rows.map((row) =>
    `${row.layer.padEnd(layer)}  ${row.output.padEnd(output)}  ${row.parameters.padStart(parameters)}`.trimEnd(),
  );
}

/** 203,530 */
function group(count: number): string {
  return count.toLocaleString("en-US");
}
