import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Buffer, Kernel } from "../kernel.ts";
import { layOut } from "./layout.ts";

function temporary(name: string, size: number, kind: Buffer["kind"] = "temporary"): Buffer {
  return { name, size, storage: "float", kind };
}

/** Something that reads a buffer. */
function reading(buffer: Buffer): Kernel {
  return {
    kind: "map",
    extents: [buffer.size],
    terms: [{ op: "load", view: { buffer, offset: 0, strides: [1] } }],
    stores: [],
  };
}

interface Life {
  buffer: Buffer;
  from: number;
  to: number;
}

/** Phases in which each buffer is written at the start of its life and read at its end. */
function phasesOf(lives: readonly Life[], count: number): Kernel[][] {
  const phases: Kernel[][] = Array.from({ length: count }, () => []);
  for (const { buffer, from, to } of lives) {
    phases[from].push({ kind: "fill", buffer });
    phases[to].push(reading(buffer));
  }
  return phases;
}

const COUNT = 12;
const life = fc
  .record({ size: fc.oneof(fc.nat(40), fc.nat(5000)), ends: fc.tuple(fc.nat(COUNT - 1), fc.nat(COUNT - 1)) })
  .map(({ size, ends: [a, b] }) => ({ size, from: Math.min(a, b), to: Math.max(a, b) }));

describe("layOut", () => {
  test("never lets two buffers overlap that are alive together, and wastes nothing it must not", () => {
    fc.assert(
      fc.property(fc.array(life, { maxLength: 30 }), (sizes) => {
        const lives = sizes.map(({ size, from, to }, i) => ({ buffer: temporary(`${i}`, size), from, to }));
        const { offsets, bytes, lowerBound } = layOut(phasesOf(lives, COUNT));
        const end = ({ buffer }: Life) => start(buffer) + buffer.size * 4;
        const start = (buffer: Buffer) => offsets.get(buffer) as number;
        for (const a of lives) {
          expect(start(a.buffer) % 64).toBe(0);
          expect(end(a)).toBeLessThanOrEqual(bytes);
          for (const b of lives) {
            if (a === b || a.to < b.from || b.to < a.from || a.buffer.size === 0 || b.buffer.size === 0) continue;
            expect(end(a) <= start(b.buffer) || end(b) <= start(a.buffer)).toBe(true);
          }
        }
        const aligned = ({ buffer }: Life) => Math.ceil((buffer.size * 4) / 64) * 64;
        const alive = Array.from({ length: COUNT }, (_, phase) =>
          lives.filter(({ from, to }) => from <= phase && phase <= to).reduce((sum, each) => sum + aligned(each), 0),
        );
        expect(lowerBound).toBe(Math.max(0, ...alive));
        expect(bytes).toBeGreaterThanOrEqual(lowerBound);
        expect(bytes).toBeLessThanOrEqual(lives.reduce((sum, each) => sum + aligned(each), 0));
      }),
      { seed: 11, numRuns: 200 },
    );
  });

  test("gives the memory of what is dead to what comes after", () => {
    const [a, b, c] = ["a", "b", "c"].map((name) => temporary(name, 1000));
    const lives = [
      { buffer: a, from: 0, to: 1 },
      { buffer: b, from: 1, to: 2 },
      { buffer: c, from: 2, to: 3 },
    ];
    const { offsets, bytes, lowerBound } = layOut(phasesOf(lives, 4));
    expect(offsets.get(c)).toBe(offsets.get(a));
    expect([bytes, lowerBound]).toEqual([8064, 8064]); // 4000 bytes, rounded up to 63 cache lines, twice
  });

  test("places temporaries alone", () => {
    const buffers = (["input", "variable", "output"] as const).map((kind) => temporary(kind, 10, kind));
    const { offsets, bytes } = layOut([buffers.map((buffer) => ({ kind: "fill", buffer }) as const)]);
    expect([offsets.size, bytes]).toEqual([0, 0]);
    expect(layOut([])).toMatchObject({ bytes: 0, lowerBound: 0 });
  });

  test("takes the place of a table's indices for alive too", () => {
    const [table, indices, other] = ["table", "indices", "other"].map((name) => temporary(name, 16));
    const picked: Kernel = {
      kind: "map",
      extents: [4],
      terms: [
        {
          op: "load",
          view: {
            buffer: table,
            offset: 0,
            strides: [0],
            rows: { indices: { buffer: indices, offset: 0, strides: [1] }, stride: 1, count: 9 },
          },
        },
      ],
      stores: [{ term: 0, view: { buffer: other, offset: 0, strides: [1] }, accumulate: false }],
    };
    const fill = (buffer: Buffer): Kernel => ({ kind: "fill", buffer });
    const { offsets } = layOut([[fill(table), fill(indices)], [picked], [reading(other)]]);
    expect(new Set(offsets.values()).size).toBe(3);
  });
});
