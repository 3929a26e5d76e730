import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readEvents } from "../../test/read-events.ts";
import { crc32c } from "../files/crc32c.ts";
import { joinedBytes } from "../files/joined-bytes.ts";
import { eventRecord, startRecord, versionRecord } from "./event.ts";
import { tfRecord } from "./tf-record.ts";

test("a record is framed as TensorFlow frames it", () => {
  // Length 3, and the masked checksums, by the published rule: rotated by 15 bits, plus 0xa282ead8.
  const record = tfRecord(Uint8Array.of(1, 2, 3));
  const view = new DataView(record.buffer);
  const masked = (bytes: Uint8Array) => {
    const crc = crc32c(bytes);
    return Number((BigInt((crc >>> 15) | (crc << 17)) + 0xa282ead8n) & 0xffffffffn);
  };
  expect(record).toHaveLength(8 + 4 + 3 + 4);
  expect(view.getBigUint64(0, true)).toBe(3n);
  expect(view.getUint32(8, true)).toBe(masked(record.subarray(0, 8)));
  expect([...record.subarray(12, 15)]).toEqual([1, 2, 3]);
  expect(view.getUint32(15, true)).toBe(masked(Uint8Array.of(1, 2, 3)));
});

describe("events, read by the published schema", () => {
  test("have their version, the start, scalars, histograms and images", () => {
    const histogram = { min: -1, max: 2, num: 3, sum: 1.5, sumSquares: 5.25, limits: [0, 1, 2.5], counts: [1, 1, 1] };
    const image = { height: 2, width: 3, channels: 1, png: Uint8Array.of(137, 80) };
    const file = joinedBytes([
      versionRecord(1700000000.25),
      startRecord(1700000000.5, 41),
      eventRecord(1700000001, 42, { scalars: { "epoch/loss": 0.5, "epoch/f1": Number.NaN } }),
      eventRecord(1700000002, 2 ** 40, { histograms: { weights: histogram }, images: { filters: image } }),
    ]);
    const [version, start, scalars, pictures, ...more] = readEvents(file);
    expect(more).toEqual([]);
    expect(version).toEqual({ wallTime: 1700000000.25, fileVersion: "brain.Event:2" });
    expect(start).toEqual({ wallTime: 1700000000.5, step: 41, sessionLog: { status: "START" } });
    expect(scalars).toMatchObject({
      step: 42,
      summary: {
        value: [
          { tag: "epoch/loss", simpleValue: 0.5 },
          { tag: "epoch/f1", simpleValue: Number.NaN },
        ],
      },
    });
    expect(pictures).toMatchObject({
      step: 2 ** 40,
      summary: {
        value: [
          { tag: "filters", image: { height: 2, width: 3, colorspace: 1 } },
          {
            tag: "weights",
            histo: { min: -1, max: 2, num: 3, sum: 1.5, sumSquares: 5.25, bucketLimit: [0, 1, 2.5], bucket: [1, 1, 1] },
          },
        ],
      },
    });
  });

  test("have any names and numbers, in order", () => {
    const scalars = fc.dictionary(fc.string({ unit: "grapheme" }), fc.float(), { noNullPrototype: true });
    const event = fc.record({
      seconds: fc.double({ noNaN: true }),
      step: fc.integer({ min: 1, max: 2 ** 52 }),
      scalars,
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 5 }), (events) => {
        const read = readEvents(
          joinedBytes(events.map(({ seconds, step, scalars }) => eventRecord(seconds, step, { scalars }))),
        );
        expect(
          read.map(({ step, summary }) => [
            step,
            summary?.value?.map(({ tag = "", simpleValue = 0 }) => [tag, simpleValue + 0]) ?? [],
          ]),
        ).toEqual(
          events.map(({ step, scalars }) => [step, Object.entries(scalars).map(([tag, value]) => [tag, value + 0])]),
        );
      }),
      { numRuns: 100 },
    );
  });

  test("end where the file was cut off", () => {
    const file = joinedBytes([versionRecord(1), eventRecord(2, 1, { scalars: { loss: 1 } })]);
    for (let length = 0; length <= file.length; length++)
      expect(readEvents(file.subarray(0, length)).length).toBe(
        length === file.length ? 2 : length >= versionRecord(1).length ? 1 : 0,
      );
  });
});
