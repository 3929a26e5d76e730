import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";
import { filesOfTests } from "../../../../test/files-of-tests.ts";
import { dense } from "../../../model/layers/dense.ts";
import { relu } from "../../../model/layers/relu.ts";
import { sequential } from "../../../model/layers/sequential.ts";
import { train } from "../../../train/train.ts";
import type { Dataset } from "../../dataset.ts";
import type { Samples } from "../../samples.ts";
import { table } from "../../sources/table.ts";
import { csv } from "../doors/csv.ts";
import { jsonLines } from "../doors/json-lines.ts";
import { parquet } from "../doors/parquet.ts";

const fileWith = filesOfTests();
const COUNT = 30_000; // more than are kept
const ROWS = Array.from({ length: COUNT }, (_, i) => ({
  x: i,
  y: i % 10 === 0 ? null : Math.round(1000 * Math.sin(i)),
  color: ["red", "green", "blue"][i % 3],
  kind: Math.sin(i) > 0 ? "up" : "down",
}));
const CSV = `x,y,color,kind\n${ROWS.map(({ x, y, color, kind }) => `${x},${y ?? ""},${color},${kind}`).join("\n")}\n`;
const OPTIONS = { target: "kind", stream: true, seed: 7 };

async function allOf({ stream }: Dataset): Promise<Samples[]> {
  const blocks: Samples[] = [];
  for await (const block of stream?.read() ?? []) blocks.push(block);
  return blocks;
}

/** The column x of all samples, which is their number. */
const numbersIn = (samples: readonly Samples[]) =>
  samples.flatMap(({ inputs: { shape, data } }) =>
    Array.from({ length: shape[0] }, (_, i) => data[(i * data.length) / shape[0]]),
  );

describe("a streamed table", () => {
  test("has every row in one set, the same ones each time", async () => {
    const path = await fileWith("rows.csv", CSV);
    const data = await csv({ path, ...OPTIONS, validation: 0.1, test: 500 });
    const held = [data.validation, data.test].map((set) => numbersIn(set ? [set] : []));
    const streamed = numbersIn(await allOf(data));
    expect(held[1].length).toBe(500);
    expect(Math.abs(held[0].length - 0.1 * COUNT)).toBeLessThan(200);
    expect(data.stream?.samples).toBe(streamed.length);
    expect([...streamed, ...held.flat()].sort((a, b) => a - b)).toEqual(ROWS.map(({ x }) => x));
    expect(numbersIn(await allOf(data))).toEqual(streamed);
    const again = await csv({ path, ...OPTIONS, validation: 0.1, test: 500 });
    expect(again.test).toEqual(data.test);
  });

  test("finds columns, medians, categories and classes from rows drawn at random", async () => {
    const data = await csv(new Blob([CSV]), OPTIONS);
    expect(data.train.inputs.shape[0]).toBeGreaterThanOrEqual(20_000);
    expect(data.classes).toEqual(csv(CSV, { target: "kind" }).classes);
    expect(data.columns?.inputs).toMatchObject([
      { name: "x", kind: "numeric", flag: false },
      { name: "y", kind: "numeric", flag: true },
      { name: "color", kind: "categorical", as: "one-hot" },
    ]);
    const [x] = data.columns?.inputs ?? [];
    expect(x.kind === "numeric" && Math.abs(x.fill - COUNT / 2)).toBeLessThan(300); // ± 2 standard errors of a median
  });

  test("trains as the same table in memory, where all rows are drawn", async () => {
    const few = CSV.split("\n").slice(0, 2001).join("\n");
    const options = { epochs: 2, batchSize: 50, threads: 0 };
    const model = () => sequential([dense(8), relu(), dense(2)]);
    const inMemory = await train(model(), csv(few, { target: "kind" }), options);
    const streamed = await train(model(), await csv(new Blob([few]), OPTIONS), options);
    expect(streamed.state).toEqual(inMemory.state);
    expect(streamed.model.parts.columns).toEqual(inMemory.model.parts.columns);
  });

  test("keeps a row of each class to train on, also where all of them were drawn for other sets", async () => {
    const kinds = [...Array<string>(200).fill("often"), "rare", "seldom", "seldom"];
    const text = `x,kind\n${kinds.map((kind, i) => `${i},${kind}`).join("\n")}\n`;
    for (let seed = 1; seed <= 5; seed++) {
      const data = await csv(new Blob([text]), { ...OPTIONS, seed, test: 0.6, validation: 0.3 });
      const streamed = await allOf(data);
      expect(new Set(streamed.flatMap(({ targets }) => [...targets.data])).size).toBe(3);
      const sets = [...streamed, data.validation, data.test].flatMap((set) => set ?? []);
      expect(numbersIn(sets).sort((a, b) => a - b)).toEqual([...kinds.keys()]);
      expect(data.stream?.samples).toBe(numbersIn(streamed).length);
    }
  });

  test("weighs its rows by a column", async () => {
    const few = ["x,y,w", ...ROWS.slice(1, 400).map(({ x, y }) => `${x % 7},${y ?? 0}.5,${x % 3}`)].join("\n");
    const options = { epochs: 2, batchSize: 50, threads: 0 };
    const inMemory = await train(dense(1), csv(few, { target: "y", weights: "w" }), options);
    const given = { target: "y", weights: "w", stream: true };
    const streamed = await train(dense(1), await csv(new Blob([few]), given), options);
    expect(streamed.state).toEqual(inMemory.state);
  });

  test("is read from JSON Lines and Parquet, also where a class comes late and rows lack a target", async () => {
    const rows = ROWS.slice(0, 25_000).map((row, i) => ({
      ...row,
      kind: i === 24_000 ? "rare" : i % 100 === 5 ? null : row.kind,
    }));
    const lines = rows.map((row) => JSON.stringify(row)).join("\n");
    const data = await jsonLines(new Blob([lines]), { ...OPTIONS, unlabeled: "drop" });
    expect([...(data.classes ?? [])].sort()).toEqual(["down", "rare", "up"]);
    expect([data.stream?.samples, numbersIn(await allOf(data)).length]).toEqual([24_750, 24_750]);
    const columnData = (["x", "y", "color", "kind"] as const).map((name) => ({
      name,
      data: rows.map((row) => row[name]),
      ...(name === "y" && { type: "INT32" as const }),
    }));
    const path = await fileWith("rows.parquet", new Uint8Array(parquetWriteBuffer({ columnData })));
    const other = await table(path, { ...OPTIONS, unlabeled: "drop" });
    expect(other.columns).toEqual(data.columns);
    expect(numbersIn(await allOf(other))).toEqual(numbersIn(await allOf(data)));
  });

  test("refuses a late cell of another kind with its line, in the first epoch", async () => {
    const late = `x,y\n${Array.from({ length: 60_000 }, (_, i) => `${i === 50_000 ? "many" : i},${i % 7}.5`).join("\n")}`;
    const options = { epochs: 1, threads: 0 as const };
    await expect(
      (async () => train(sequential([dense(1)]), await csv(new Blob([late]), { ...OPTIONS, target: "y" }), options))(),
    ).rejects.toThrow(/line 50002, column x: expected a number, received "many"/);
  });

  test.each<[string, () => unknown, RegExp]>([
    ["a text", () => csv(CSV, OPTIONS), /stream: expected a file to be streamed/],
    ["a stream that ends", () => csv(new Blob([CSV]).stream(), OPTIONS), /received a stream that ends/],
    ["JSON", () => table("rows.json", OPTIONS), /no stream for rows\.json, which is read as json/],
    ["groups", () => csv(new Blob([CSV]), { ...OPTIONS, group: "color" }), /group: expected none with stream/],
    ["an unknown column", () => parquet("none.parquet", OPTIONS), /no such file/],
    ["no rows", () => csv(new Blob(["a,b\n"]), OPTIONS), /at least one row of data, received none/],
    ["all rows held out", () => csv(new Blob(["a,kind\n1,a\n"]), { ...OPTIONS, test: 5 }), /all of them held out/],
    ["a column that is not there", () => csv(new Blob([CSV]), { ...OPTIONS, target: "kinds" }), /Did you mean kind/],
  ])("refuses %s", async (_, make, message) => {
    await expect((async () => make())()).rejects.toThrow(message);
  });
});
