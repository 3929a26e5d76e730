import { expect, test } from "vitest";
import type { Buffer, Term } from "../../../plan/kernel.ts";
import { jointWalks } from "./joint-walks.ts";

const buffer = (name: string, storage: Buffer["storage"] = "float"): Buffer => ({
  size: 100,
  storage,
  name,
  kind: "temporary",
});
const load = (of: Buffer, offset: number, strides = [10, 1]): Term => ({
  op: "load",
  view: { buffer: of, offset, strides },
});

test("loads of one buffer walk beside the first of them in memory", () => {
  const [a, b] = [buffer("a"), buffer("b", "uint8")];
  const terms: Term[] = [
    load(a, 12),
    load(a, 2),
    load(b, 7),
    load(b, 9),
    load(a, 2, [20, 1]),
    { op: "neg", args: [0] },
  ];
  expect(jointWalks(terms)).toEqual([
    { beside: 1, bytes: 40 },
    undefined,
    undefined,
    { beside: 2, bytes: 2 },
    undefined,
    undefined,
  ]);
});
