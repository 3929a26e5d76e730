import fc from "fast-check";
import { expect, test } from "vitest";
import { interpret, KernelMemory } from "../../../test/interpret-kernels.ts";
import { shiftedMap as map, temporary } from "../../../test/shifted-map.ts";
import type { Kernel } from "../../plan/kernel.ts";
import { arranged } from "./arranged.ts";

const buffer = (name: string, size = 3) => temporary(name, size);

const sweep = (...kernels: Kernel[]): Kernel => ({ kind: "sweep", blocks: 3, kernels });
const names = (phases: readonly (readonly Kernel[])[]) =>
  phases.map((phase) =>
    phase.map((kernel) => (kernel.kind === "map" ? kernel.stores[0].view.buffer.name : kernel.kind)),
  );

const [a, b, c, d, e] = ["a", "b", "c", "d", "e"].map((name) => buffer(name));

test("a sweep is taken apart; what does not wait in it is side by side", () => {
  expect(names(arranged([[sweep(map(a, b), map(b, c), map(a, d))], [map(c, e)], [map(d, e)]]))).toEqual([
    ["b"],
    ["c"],
    ["d", "e"],
    ["e"],
  ]);
});

test("what reads nothing large waits for others: until something reads or overwrites what it has to do with", () => {
  expect(names(arranged([[map(a, b)], [map(a, c)], [map(b, d)], [map(c, e)]]))).toEqual([
    ["b", "c"],
    ["d", "e"],
  ]);
  expect(names(arranged([[map(a, b)], [map(c, a)], [map(d, e)]]))).toEqual([["b"], ["a", "e"]]);
});

test("what reads something large does not wait", () => {
  const large = buffer("large", 300_000);
  expect(names(arranged([[map(large, b)], [map(a, c)], [map(a, d)]]))).toEqual([["b"], ["c", "d"]]);
});

test("the same is computed, whatever reads and overwrites what", () => {
  const all = [a, b, c, d, e];
  const anyMap = fc.tuple(fc.nat(4), fc.nat(4), fc.nat(5)).map(([from, to, step]) => map(all[from], all[to], step));
  fc.assert(
    fc.property(fc.array(fc.array(anyMap, { minLength: 1, maxLength: 3 }), { maxLength: 8 }), (groups) => {
      // As plans are: what waits for another of its phase is in a sweep with it.
      const phases = groups.map((kernels) => [kernels.length === 1 ? kernels[0] : sweep(...kernels)]);
      const [before, after] = [phases, arranged(phases)].map((some, backwards) => {
        const memory = new KernelMemory();
        all.forEach((each, i) => {
          memory.set(each, [i, 10 * i, 100 * i]);
        });
        // Kernels of one phase may run in any order.
        for (const phase of some) interpret(backwards === 1 ? phase.toReversed() : phase, memory);
        return all.map((each) => [...memory.of(each)]);
      });
      expect(after).toEqual(before);
    }),
  );
});
