import protobuf from "protobufjs";

/** The part of onnx.proto that exported models use. */
const SCHEMA = `
syntax = "proto2";
package onnx;
message ModelProto {
  optional int64 ir_version = 1;
  optional string producer_name = 2;
  optional string producer_version = 3;
  optional string doc_string = 6;
  optional GraphProto graph = 7;
  repeated OperatorSetIdProto opset_import = 8;
  repeated StringStringEntryProto metadata_props = 14;
}
message OperatorSetIdProto { optional string domain = 1; optional int64 version = 2; }
message StringStringEntryProto { optional string key = 1; optional string value = 2; }
message GraphProto {
  repeated NodeProto node = 1;
  optional string name = 2;
  repeated TensorProto initializer = 5;
  repeated ValueInfoProto input = 11;
  repeated ValueInfoProto output = 12;
}
message NodeProto {
  repeated string input = 1;
  repeated string output = 2;
  optional string name = 3;
  optional string op_type = 4;
  repeated AttributeProto attribute = 5;
  optional string domain = 7;
}
message AttributeProto {
  optional string name = 1;
  optional float f = 2;
  optional int64 i = 3;
  repeated float floats = 7;
  repeated int64 ints = 8;
  repeated bytes strings = 9;
  optional int32 type = 20;
}
message TensorProto {
  repeated int64 dims = 1;
  optional int32 data_type = 2;
  optional string name = 8;
  optional bytes raw_data = 9;
}
message ValueInfoProto { optional string name = 1; optional TypeProto type = 2; optional string doc_string = 3; }
message TypeProto { optional Tensor tensor_type = 1;
  message Tensor { optional int32 elem_type = 1; optional TensorShapeProto shape = 2; }
}
message TensorShapeProto { repeated Dimension dim = 1;
  message Dimension { optional int64 dim_value = 1; optional string dim_param = 2; }
}`;

const Model = protobuf.parse(SCHEMA, { keepCase: true }).root.lookupType("onnx.ModelProto");

/** What goes in or comes out of a model. */
interface Value {
  name: string;
  doc_string: string;
  type: { tensor_type: { elem_type: number; shape: { dim?: { dim_value?: number; dim_param?: string }[] } } };
}

/** An ONNX file as a library of Protocol Buffers reads it. */
export interface ReadModel {
  ir_version: number;
  producer_name: string;
  opset_import: { domain: string; version: number }[];
  metadata_props: { key: string; value: string }[];
  graph: {
    name: string;
    node: {
      name: string;
      op_type: string;
      input?: string[];
      output: string[];
      domain?: string;
      attribute?: unknown[];
    }[];
    initializer: { name: string; dims?: number[]; data_type: number; raw_data: Uint8Array }[];
    input: Value[];
    output: Value[];
  };
}

export function readOnnx(bytes: Uint8Array): ReadModel {
  return Model.toObject(Model.decode(bytes), { longs: Number }) as ReadModel;
}

/** The shape of an input or output: numbers, and the names of sizes that are not known. */
export function shapeOf({ type }: Value): (number | string | undefined)[] {
  return (type.tensor_type.shape.dim ?? []).map(({ dim_value, dim_param }) => dim_param ?? dim_value);
}
