import protobuf from "protobufjs";
import { expect, test } from "vitest";
import { ProtobufWriter } from "./protobuf.ts";

const schema = protobuf.parse(`syntax = "proto3";
message Inner { int64 whole = 1; string name = 2; }
message Outer {
  int64 whole = 1; double real = 2; float single = 3; string text = 4; bytes raw = 5; repeated Inner inner = 6;
  repeated double doubles = 7; repeated float floats = 8; repeated int64 wholes = 16; bool yes = 2047;
}`).root;

test("a message is read back by an independent decoder", () => {
  const Outer = schema.lookupType("Outer");
  const bytes = new ProtobufWriter()
    .varint(1, -1)
    .double(2, Math.PI)
    .float(3, 0.5)
    .text(4, "Zürich 数")
    .bytesField(5, Uint8Array.of(0, 255))
    .message(6, (inner) => inner.varint(1, 2 ** 40).text(2, "a"))
    .message(6, (inner) => inner.varint(1, 150))
    .doubles(7, [1, -2.5, 1e300])
    .floats(8, Float32Array.of(0.25, -0))
    .varints(16, [0, 127, 128, -1, 2n ** 62n])
    .varint(2047, 1)
    .bytes();
  const read = Outer.toObject(Outer.decode(bytes), { longs: String, arrays: true });
  expect(read).toMatchObject({ whole: "-1", real: Math.PI, single: 0.5, text: "Zürich 数", yes: true });
  expect([...read.raw]).toEqual([0, 255]);
  expect(read.inner).toEqual([{ whole: String(2 ** 40), name: "a" }, { whole: "150" }]);
  expect(read.doubles).toEqual([1, -2.5, 1e300]);
  expect(read.floats).toEqual([0.25, -0]);
  expect(read.wholes).toEqual(["0", "127", "128", "-1", String(2n ** 62n)]);
});

test("numbers take the bytes of the published examples", () => {
  // https://protobuf.dev/programming-guides/encoding/: "08 96 01", "12 07 74 65 73 74 69 6e 67", "1a 03 08 96 01"
  const hex = (writer: ProtobufWriter) => Buffer.from(writer.bytes()).toString("hex");
  expect(hex(new ProtobufWriter().varint(1, 150))).toBe("089601");
  expect(hex(new ProtobufWriter().text(2, "testing"))).toBe("120774657374696e67");
  expect(hex(new ProtobufWriter().message(3, (inner) => inner.varint(1, 150)))).toBe("1a03089601");
  expect(hex(new ProtobufWriter().varints(6, [3, 270, 86942]))).toBe("3206038e029ea705");
});
