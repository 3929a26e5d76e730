import { usageError } from "../../errors.ts";
import { createProgram } from "../../graph/program.ts";
import { type Checks, flag, oneOf, optional, resolveOptions } from "../../options.ts";
import { simplify } from "../../plan/lower/simplify.ts";
import { expectTrained } from "../../predict/expect-trained.ts";
import type { TrainedModel } from "../../predict/trained-model.ts";
import { columnFeatures, scaledInDouble } from "./column-inputs.ts";
import { encodeOnnx } from "./encode-onnx.ts";
import { BATCH, type Extent, sameExtent, TRACED } from "./extent.ts";
import { GraphWriter } from "./graph-writer.ts";
import { onnxInputs, onnxMetadata } from "./model-facts.ts";
import { operators } from "./operators.ts";
import { ONE_INPUT, recordedWeights, recordPrediction } from "./record-prediction.ts";
import { pairedTraces, type Traced } from "./traced.ts";

/** The options of `exportOnnx`. */
export interface ExportOnnxOptions {
  /** Whether the outputs are those of the last layer instead of probabilities. false by default. */
  logits?: boolean | undefined;
  /**
   * What a model of a table takes: "columns", by default: an input for each column by its name, numbers (NaN where one is missing) and
   * words as they stand in the table; or "features": one input with the encoded features.
   */
  table?: "columns" | "features" | undefined;
}

export const OPTIONS = {
  logits: optional(flag(false)),
  table: optional(oneOf(["columns", "features"], "columns", "what a model of a table takes")),
} satisfies Checks<ExportOnnxOptions>;

/**
 * A model as an ONNX file, for ONNX Runtime and other programs: the whole way from inputs as `predict` takes them to what it
 * gives, scaling and the encoding of tables included, for batches of any size.
 * @param model a trained model, such as `run.model`.
 * @returns the bytes of the file: opset 18, with the weights in it.
 * @throws a usage error, by the name of the layer, for what ONNX cannot say, such as fresh random numbers.
 * @example
 * const bytes = exportOnnx(run.model); // await writeFile("digits.onnx", bytes)
 */
export function exportOnnx(model: TrainedModel, options: ExportOnnxOptions = {}): Uint8Array {
  expectTrained("exportOnnx", model);
  resolveOptions("exportOnnx", OPTIONS, options);
  const { logits = false, table = "columns" } = options;
  const { columns, scale } = model.parts;
  if (options.table !== undefined && columns === undefined)
    throw usageError({
      where: "exportOnnx: table",
      expected: "a model that was trained with a table",
      received: "one that was trained with arrays",
      fix: "Leave it out: its inputs are those of predict().",
    });
  const byColumn = columns !== undefined && table === "columns";
  const inputs = onnxInputs(model, byColumn);
  const to = new GraphWriter(inputs.map(({ name }) => name));

  const features = byColumn ? columnFeatures(columns, to) : ONE_INPUT;
  const scaled = columns?.float64 === true;
  const given: Record<string, string> = { [ONE_INPUT]: scaled ? scaledInDouble(features, scale, to) : features };
  const recorded = TRACED.map((size) => simplify(createProgram(recordPrediction({ model, logits, scaled }, size))));
  const traced = pairedTraces(recorded[0].nodes, recorded[1].nodes);
  const weights = recordedWeights(model);
  for (const node of traced.values()) writeNode(node, to, (name) => given[name] ?? name, weights);

  expectWritable(weights);
  const outputs = Object.entries(recorded[0].outputs).map(([wanted, tensor]) => {
    const node = traced.get(tensor) as Traced;
    const name = to.nameFor(wanted);
    to.rename(to.full(node).name, name);
    return { name, type: "float" as const, shape: node.shape.map(shownExtent), doc: "" };
  });
  return encodeOnnx({
    name: model.parts.layer.name,
    doc: "",
    inputs,
    outputs,
    ...to.finish(outputs.map(({ name }) => name)),
    metadata: onnxMetadata(model),
  });
}

function writeNode(
  node: Traced,
  to: GraphWriter,
  inputNamed: (name: string) => string,
  weights: Readonly<Record<string, ArrayLike<number>>>,
): void {
  const { primitive, attributes, shape, scope } = node;
  if (primitive === "input" || primitive === "variable") {
    const { name } = attributes[0] as { name: string };
    const fixed = shape as readonly number[];
    const own = primitive === "input" ? inputNamed(name) : to.tensor(name, fixed, Float32Array.from(weights[name]));
    to.store(node, { name: own, shape });
    return;
  }
  to.store(
    node,
    to.within(`${scope || "model"}/${primitive}`, () => operators[primitive](node as never, to)),
  );
}

/** A message of Protocol Buffers can have no more. */
const MOST_BYTES = 2 ** 31 - 2 ** 20;

function expectWritable(weights: Readonly<Record<string, ArrayLike<number>>>): void {
  const bytes = Object.values(weights).reduce((sum, { length }) => sum + 4 * length, 0);
  if (bytes < MOST_BYTES) return;
  throw usageError({
    where: "exportOnnx",
    expected: "less than 2 GB of weights, the most that one file can have",
    received: `${(bytes / 1e9).toFixed(1)} GB`,
  });
}

function shownExtent(extent: Extent): number | string {
  if (typeof extent === "number") return extent;
  return sameExtent(extent, BATCH) ? "batch" : `${extent.perSample} * batch`;
}
