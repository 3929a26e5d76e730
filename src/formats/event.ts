import { ProtobufWriter } from "./protobuf.ts";
import { tfRecord } from "./tf-record.ts";

/** What a TensorBoard event says: a message of `Summary.Value` for each tag, or something about the file. */
export interface EventValues {
  scalars?: Readonly<Record<string, number>>;
  histograms?: Readonly<Record<string, Histogram>>;
  images?: Readonly<Record<string, Image>>;
}

/** `HistogramProto`: bucket i counts the values from limit i − 1 (the first: `min`) up to limit i. */
export interface Histogram {
  min: number;
  max: number;
  num: number;
  sum: number;
  sumSquares: number;
  limits: readonly number[];
  counts: readonly number[];
}

/** A PNG. */
export interface Image {
  height: number;
  width: number;
  /** 1: gray, 3: color. */
  channels: number;
  png: Uint8Array;
}

/** The record that begins a file of events. `seconds`: since 1970. */
export function versionRecord(seconds: number): Uint8Array {
  return tfRecord(new ProtobufWriter().double(1, seconds).text(3, "brain.Event:2").bytes());
}

/** The record that says that a run (again) begins at a step: TensorBoard leaves out what other files have from there on. */
export function startRecord(seconds: number, step: number): Uint8Array {
  const START = 1;
  return tfRecord(
    new ProtobufWriter()
      .double(1, seconds)
      .varint(2, step)
      .message(7, (session) => session.varint(1, START))
      .bytes(),
  );
}

/**
 * What is known of a step, as a record of a file of events: a message `Event` with one `Summary`.
 * Source: event.proto and summary.proto of github.com/tensorflow/tensorflow
 */
export function eventRecord(seconds: number, step: number, values: EventValues): Uint8Array {
  const { scalars = {}, histograms = {}, images = {} } = values;
  const event = new ProtobufWriter()
    .double(1, seconds)
    .varint(2, step)
    .message(5, (summary) => {
      for (const [tag, value] of Object.entries(scalars)) summary.message(1, (one) => one.text(1, tag).float(2, value));
      for (const [tag, { height, width, channels, png }] of Object.entries(images))
        summary.message(1, (one) =>
          one
            .text(1, tag)
            .message(4, (image) => image.varint(1, height).varint(2, width).varint(3, channels).bytesField(4, png)),
        );
      for (const [tag, { min, max, num, sum, sumSquares, limits, counts }] of Object.entries(histograms))
        summary.message(1, (one) =>
          one.text(1, tag).message(5, (histogram) => {
            histogram.double(1, min).double(2, max).double(3, num).double(4, sum).double(5, sumSquares);
            histogram.doubles(6, limits).doubles(7, counts);
          }),
        );
    });
  return tfRecord(event.bytes());
}
