import protobuf from "protobufjs";
import { crc32c } from "../src/files/crc32c.ts";

/** What TensorBoard reads, as github.com/tensorflow/tensorflow publishes it: event.proto and summary.proto. */
const { root } = protobuf.parse(`syntax = "proto3";
message Event {
  double wall_time = 1; int64 step = 2;
  oneof what { string file_version = 3; bytes graph_def = 4; Summary summary = 5; SessionLog session_log = 7; }
}
message SessionLog {
  enum SessionStatus { STATUS_UNSPECIFIED = 0; START = 1; STOP = 2; CHECKPOINT = 3; }
  SessionStatus status = 1; string checkpoint_path = 2; string msg = 3;
}
message Summary {
  message Image { int32 height = 1; int32 width = 2; int32 colorspace = 3; bytes encoded_image_string = 4; }
  message Value {
    string node_name = 7; string tag = 1;
    oneof value { float simple_value = 2; bytes obsolete_old_style_histogram = 3; Image image = 4; HistogramProto histo = 5; }
  }
  repeated Value value = 1;
}
message HistogramProto {
  double min = 1; double max = 2; double num = 3; double sum = 4; double sum_squares = 5;
  repeated double bucket_limit = 6 [packed = true]; repeated double bucket = 7 [packed = true];
}`);
const EVENT = root.lookupType("Event");

/** An event as JSON. */
export interface ReadEvent {
  wallTime: number;
  step?: number;
  fileVersion?: string;
  sessionLog?: { status: string };
  summary?: {
    value: {
      tag: string;
      simpleValue?: number;
      image?: { height: number; width: number; colorspace: number; encodedImageString: Uint8Array };
      histo?: Record<"min" | "max" | "num" | "sum", number> & { bucketLimit: number[]; bucket: number[] };
    }[];
  };
}

/** The events of a file by an independent decoder, with both checksums of every record checked; half a record ends it. */
export function readEvents(file: Uint8Array): ReadEvent[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const events: ReadEvent[] = [];
  for (let at = 0; at + 12 <= file.length; ) {
    const length = Number(view.getBigUint64(at, true));
    expectChecksum(view.getUint32(at + 8, true), file.subarray(at, at + 8));
    if (at + 16 + length > file.length) break;
    const payload = file.subarray(at + 12, at + 12 + length);
    expectChecksum(view.getUint32(at + 12 + length, true), payload);
    events.push(EVENT.toObject(EVENT.decode(payload), { longs: Number, enums: String }) as ReadEvent);
    at += 16 + length;
  }
  return events;
}

/** Unmasked as TensorFlow does it: minus the constant, and rotated back. */
function expectChecksum(masked: number, bytes: Uint8Array): void {
  const rotated = (masked - 0xa282ead8) >>> 0;
  const crc = ((rotated >>> 17) | (rotated << 15)) >>> 0;
  if (crc !== crc32c(bytes)) throw new Error(`checksum ${crc}, expected ${crc32c(bytes)}`);
}
