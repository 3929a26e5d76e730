import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { filesOfTests } from "../../../test/files-of-tests.ts";
import type { Dataset } from "../dataset.ts";
import { type CsvOptions, csv } from "../table/doors/csv.ts";

const FLOWERS = "width,height,kind\n1.5,2,rose\n3,4e0,lily\n-5,.5,rose\n2,2,lily\n";

const fileWith = filesOfTests();

const inputsOf = ({ train }: Dataset) => [...train.inputs.data];
const EXPECTED = [1.5, 2, 3, 4, -5, 0.5, 2, 2];

describe("csv", () => {
  test("makes a dataset of a text or bytes at once", () => {
    const data = csv(FLOWERS, { target: "kind", name: "flowers" });
    expect([data.name, data.classes, inputsOf(data)]).toEqual(["flowers", ["rose", "lily"], EXPECTED]);
    expect([...data.train.targets.data]).toEqual([0, 1, 0, 1]);
    expect(inputsOf(csv(new TextEncoder().encode(FLOWERS), { target: "kind" }))).toEqual(EXPECTED);
  });

  test("is a source where it is given a path, and reads it when it is awaited", async () => {
    const path = await fileWith("flowers.csv", FLOWERS);
    const source = csv({ path, target: "kind" });
    expect(source.toJSON()).toMatchObject({ name: "csv", path, target: "kind", decimal: "." });
    const data = await source;
    expect([data.name, data.classes, inputsOf(data)]).toEqual([path, ["rose", "lily"], EXPECTED]);
    const byPlace = await (csv(`${path as "x"}.csv`.slice(0, -4) as "x.csv", {
      target: "kind",
    }) satisfies Promise<Dataset>);
    expect(inputsOf(byPlace)).toEqual(EXPECTED);
    await expect(csv(join(dirname(path), "none.csv") as "none.csv", { target: "kind" })).rejects.toThrow(
      /none\.csv: expected a file that can be read, received no such file or folder/,
    );
    await expect(csv({ path: dirname(path), target: "kind" })).rejects.toThrow(/received a folder \(EISDIR\)/);
  });

  test.each<[string, () => unknown]>([
    ["an address", async () => pathToFileURL(await fileWith("flowers.csv", FLOWERS))],
    ["an address with the data", () => new URL(`data:text/csv,${encodeURIComponent(FLOWERS)}`)],
    ["a Blob", () => new Blob([FLOWERS])],
    ["a stream", () => new Blob([FLOWERS]).stream()],
    ["an answer of a server", () => new Response(FLOWERS)],
    ["pieces of text", () => pieces(FLOWERS.match(/[\s\S]{1,3}/g) ?? [])],
    ["pieces of bytes", () => pieces([...new TextEncoder().encode(FLOWERS)].map((byte) => Uint8Array.of(byte)))],
    ["compressed bytes in pieces", () => pieces([gzipSync(FLOWERS).subarray(0, 20), gzipSync(FLOWERS).subarray(20)])],
  ])("promises a dataset of %s", async (_, from) => {
    const data = await csv((await from()) as Blob, { target: "kind" });
    expect([inputsOf(data), data.classes]).toEqual([EXPECTED, ["rose", "lily"]]);
  });

  test("reads compressed files", async () => {
    const path = await fileWith("flowers.csv.gz", gzipSync(FLOWERS));
    expect(inputsOf(await csv({ path, target: "kind" }))).toEqual(EXPECTED);
  });

  test("refuses compressed files that are damaged, wherever that is", async () => {
    const whole = gzipSync(FLOWERS);
    for (let at = 12; at < whole.length; at += 3) {
      const damaged = whole.map((byte, i) => (i === at ? byte ^ 4 : byte));
      for (const bytes of [damaged, whole.subarray(0, at)])
        await expect(csv(new Blob([bytes]), { target: "kind" }), `${at}`).rejects.toThrow(
          /^csv: expected whole gzip data, received /,
        );
    }
  });

  test("splits, with the options of tables", () => {
    const rows = Array.from({ length: 20 }, (_, i) => `${i},${i % 2 ? "a" : "b"}`).join("\n");
    const data = csv(`x,y\n${rows}`, { label: "y", validation: 0.2, test: 4, seed: 3 });
    expect(data.train.inputs.shape).toEqual([12, 1]);
    expect([...(data.test?.targets.data ?? [])].sort()).toEqual([0, 0, 1, 1]);
  });

  test("takes what means a missing value, and more by option", () => {
    const missing = (text: string, options: Partial<CsvOptions> = {}) =>
      csv(`x,y\n${text},1\n1,2\n2,3\n3,5`, { target: "y", ...options }).columns?.inputs[0];
    for (const text of ["", "NA", "NaN", "null", "?", "N/A", '""'])
      expect(missing(text), text).toMatchObject({ kind: "numeric", flag: true, fill: 2 });
    expect(missing("-999")).toMatchObject({ flag: false });
    expect(missing("-999", { missing: "-999" })).toMatchObject({ flag: true });
    expect(missing("-999", { missing: [-999, "none of it"] })).toMatchObject({ flag: true });
  });

  test("reads decimal commas by option", () => {
    const text = "x;y\n1,5;a\n-2,25e1;b\n1.000,5;a\n;b\n";
    expect(inputsOf(csv(text, { target: "y", decimal: "," }))).toEqual([1.5, 0, -22.5, 0, 1000.5, 0, 1.5, 1]);
    expect(() => csv("x;y\n1.5;a\n", { target: "y", decimal: "," })).toThrow(
      /line 2, column x: expected a number with a decimal comma, or a word, received "1.5"/,
    );
  });

  test.each<[string, string | Uint8Array, CsvOptions, RegExp]>([
    ["a short row", 'a,b,kind\n1,"\r\n2",x\n3,4', { target: "kind" }, /^csv: line 4: expected 3 cells.* received 2/],
    [
      "another delimiter half-way",
      "a,b\n1,x\n2;y\n",
      { target: "b" },
      /line 3: expected 2 cells.* received 1\. Its cells are separated by ";", those before it by ","/,
    ],
    ["a delimiter at the ends of rows", "a,b\n1,x,\n", { target: "b" }, /line 2: .* received 3\. Remove the ","/],
    [
      "an open quote",
      'x,k\n1,a\n2,"b\n3,c\n',
      { target: "k" },
      /line 3, column 2: expected a closing quote, received the end/,
    ],
    ["text after a quote", 'x,k\n1,"a"b\n', { target: "k" }, /line 2, column 2: expected nothing .* received b/],
    [
      "two columns of one name",
      "x,x,k\n1,2,a\n",
      { target: "k" },
      /"x" twice\. If the first row is data, give header: false/,
    ],
    ["a header alone", "x,k\n", { target: "k" }, /at least one row of data, received none/],
    ["an empty text", "", { target: "k" }, /at least one row of data, received none/],
    ["a path without a known ending", "data/flowers", { target: "k" }, /give it by name: \{ path: "data\/flowers" \}/],
    ["a Parquet file", new TextEncoder().encode("PAR1…"), { target: "k" }, /expected text, received a Parquet file/],
    [
      "a spreadsheet",
      Uint8Array.of(80, 75, 3, 4, 20),
      { target: "k" },
      /received a ZIP archive, such as an Excel file/,
    ],
    ["other bytes", Uint8Array.of(1, 2, 0, 3), { target: "k" }, /bytes that are no text, the first of them at byte 2/],
    [
      "an unknown option",
      FLOWERS,
      { target: "kind", tset: 0.1 } as CsvOptions,
      /received "tset"\. Did you mean test\?/,
    ],
    ["an unknown column", FLOWERS, { target: "kinds" }, /received "kinds"\. Did you mean kind\?/],
    [
      "a decimal comma that separates cells",
      FLOWERS,
      { target: "kind", decimal: ",", delimiter: "," },
      /another character than/,
    ],
    [
      "a long delimiter",
      FLOWERS,
      { target: "kind", delimiter: "::" },
      /delimiter: expected one character, received "::"/,
    ],
  ])("refuses %s, also in pieces", async (_, text, options, message) => {
    expect(() => csv(text, options)).toThrow(message);
    if (typeof text === "string" && (text.includes("\n") || text === ""))
      await expect((async () => csv(pieces(text.match(/[\s\S]{1,2}/g) ?? []), options))()).rejects.toThrow(message);
  });

  test("refuses what is no table, and no options", () => {
    for (const wrong of [3, null, [1]]) expect(() => csv(wrong as never, { target: "a" })).toThrow(/expected the text/);
    expect(() => csv(FLOWERS, undefined as never)).toThrow(/csv: options: expected \{ target \} or \{ label \}/);
  });

  test("reads a cell of two million characters and 200,000 columns", () => {
    const long = csv(`x,y\n1,${"w".repeat(2e6)}\n2,z\n`, { target: "y" });
    expect(long.classes?.map(({ length }) => length)).toEqual([2e6, 1]);
    const names = Array.from({ length: 2e5 }, (_, i) => `c${i}`);
    const wide = csv(`${names},y\n${names.map(() => 1)},a\n${names.map(() => 2)},b\n`, { target: "y" });
    expect(wide.train.inputs.shape).toEqual([2, 2e5]);
  });
});

async function* pieces<T>(of: readonly T[]): AsyncGenerator<T> {
  yield* of;
}
