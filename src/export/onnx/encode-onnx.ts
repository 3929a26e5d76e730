import { ProtobufWriter } from "../../formats/protobuf.ts";
import { VERSION } from "../../version.ts";
import {
  ONNX_TYPES,
  type OnnxAttribute,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
} from "./onnx-model.ts";

/** The version of the file format; 8 came with version 18 of the operators. */
const IR_VERSION = 8;
/** The versions of the operators, by the names of their sets. */
const OPERATORS = { "": 18, "ai.onnx.ml": 3 };
/** The operators that are not in the set "". */
const MACHINE_LEARNING = new Set(["LabelEncoder"]);

/** The bytes of an ONNX file. Source: onnx.proto, https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */
export function encodeOnnx({ name, doc, metadata, ...graph }: OnnxModel): Uint8Array {
  const model = new ProtobufWriter()
    .varint(1, IR_VERSION)
    .text(2, "evenkeel")
    .text(3, VERSION)
    .text(6, doc)
    .message(7, (to) => writeGraph(to, name, graph));
  for (const [domain, version] of Object.entries(OPERATORS))
    model.message(8, (to) => to.text(1, domain).varint(2, version));
  for (const [key, value] of Object.entries(metadata)) model.message(14, (to) => to.text(1, key).text(2, value));
  return model.bytes();
}

type Graph = Pick<OnnxModel, "nodes" | "constants" | "inputs" | "outputs">;

function writeGraph(to: ProtobufWriter, name: string, { nodes, constants, inputs, outputs }: Graph): void {
  for (const node of nodes) to.message(1, (inner) => writeNode(inner, node));
  to.text(2, name);
  for (const tensor of constants) to.message(5, (inner) => writeTensor(inner, tensor));
  for (const value of inputs) to.message(11, (inner) => writeValue(inner, value));
  for (const value of outputs) to.message(12, (inner) => writeValue(inner, value));
}

function writeNode(to: ProtobufWriter, { name, operator, inputs, attributes }: OnnxNode): void {
  for (const input of inputs) to.text(1, input);
  to.text(2, name).text(3, name).text(4, operator);
  for (const [key, value] of Object.entries(attributes))
    to.message(5, (inner) => writeAttribute(inner.text(1, key), value));
  if (MACHINE_LEARNING.has(operator)) to.text(7, "ai.onnx.ml");
}

/** The value, and in field 20 the code of its type. */
function writeAttribute(to: ProtobufWriter, value: OnnxAttribute): void {
  if (typeof value === "number") to.varint(3, value).varint(20, 2);
  else if ("float" in value) to.float(2, value.float).varint(20, 1);
  else if ("floats" in value) to.floats(7, value.floats).varint(20, 6);
  else if ("strings" in value) {
    for (const text of value.strings) to.text(9, text);
    to.varint(20, 8);
  } else to.varints(8, value).varint(20, 7);
}

function writeTensor(to: ProtobufWriter, { name, shape, data }: OnnxTensor): void {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength); // little-endian, as all machines here are
  to.varints(1, shape).varint(2, ONNX_TYPES[typeOf(data)]).text(8, name).bytesField(9, bytes);
}

function typeOf(data: OnnxTensor["data"]): "float" | "double" | "int64" {
  if (data instanceof BigInt64Array) return "int64";
  return data instanceof Float32Array ? "float" : "double";
}

function writeValue(to: ProtobufWriter, { name, type, shape, doc }: OnnxValue): void {
  const writeShape = (inner: ProtobufWriter) => {
    for (const extent of shape)
      inner.message(1, (axis) => (typeof extent === "number" ? axis.varint(1, extent) : axis.text(2, extent)));
  };
  to.text(1, name)
    .message(2, (inner) => inner.message(1, (tensor) => tensor.varint(1, ONNX_TYPES[type]).message(2, writeShape)))
    .text(3, doc);
}
